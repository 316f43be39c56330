package render

import (
	"gitops-authoring/engine/argo"
	"gitops-authoring/engine/flux"

	"sigs.k8s.io/kustomize/api/resmap"
)

type fluxController struct {
	changes *flux.Changes
	spec    flux.Spec
}

func (c *fluxController) merge(file []byte, exists func(string) bool) ([]byte, error) {
	return flux.Merge(file, &c.spec, exists)
}

func (c *fluxController) finish(resources resmap.ResMap) ([]flux.Kept, error) {
	var kept []flux.Kept
	if variables := c.changes.Variables; variables != nil {
		var err error
		if kept, err = variables.Substitute(resources, printed.emitOne); err != nil {
			return kept, &Error{Message: err.Error(), Field: "spec.postBuild"}
		}
	}
	return kept, c.changes.SetMetadata(resources, c.spec.CommonMetadata)
}

func (c *fluxController) lists() []entryList {
	return []entryList{
		{"patches", len(c.spec.Patches), func(size int) controller {
			fewer := *c
			fewer.spec.Patches = c.spec.Patches[:size]
			return &fewer
		}},
		{"components", len(c.spec.Components), func(size int) controller {
			fewer := *c
			fewer.spec.Components = c.spec.Components[:size]
			return &fewer
		}},
	}
}

type argoController struct {
	changes *argo.Changes
	spec    argo.Spec
}

func (c *argoController) merge(file []byte, exists func(string) bool) ([]byte, error) {
	return c.changes.Edit(file, &c.spec, exists)
}

func (c *argoController) finish(resources resmap.ResMap) ([]flux.Kept, error) {
	return nil, c.changes.SetNamespaces(resources)
}

func (c *argoController) lists() []entryList {
	return []entryList{
		{"replicas", len(c.spec.Replicas), func(size int) controller {
			fewer := *c
			fewer.spec.Replicas = c.spec.Replicas[:size]
			return &fewer
		}},
		{"images", len(c.spec.Images), func(size int) controller {
			fewer := *c
			fewer.spec.Images = c.spec.Images[:size]
			return &fewer
		}},
		{"patches", len(c.spec.Patches), func(size int) controller {
			fewer := *c
			fewer.spec.Patches = c.spec.Patches[:size]
			return &fewer
		}},
		{"components", len(c.spec.Components), func(size int) controller {
			fewer := *c
			fewer.spec.Components = c.spec.Components[:size]
			return &fewer
		}},
	}
}
