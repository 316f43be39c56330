package render

import (
	"gitops-authoring/engine/argo"
	"gitops-authoring/engine/flux"

	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
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
		listOf("patches", c.spec.Patches, func(first []flux.Patch) controller {
			return c.with(func(spec *flux.Spec) { spec.Patches = first })
		}),
		listOf("components", c.spec.Components, func(first []string) controller {
			return c.with(func(spec *flux.Spec) { spec.Components = first })
		}),
	}
}

func (c *fluxController) with(change func(*flux.Spec)) controller {
	changed := *c
	change(&changed.spec)
	return &changed
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
		listOf("replicas", c.spec.Replicas, func(first []argo.Replicas) controller {
			return c.with(func(spec *argo.Spec) { spec.Replicas = first })
		}),
		listOf("images", c.spec.Images, func(first []string) controller {
			return c.with(func(spec *argo.Spec) { spec.Images = first })
		}),
		listOf("patches", c.spec.Patches, func(first []types.Patch) controller {
			return c.with(func(spec *argo.Spec) { spec.Patches = first })
		}),
		listOf("components", c.spec.Components, func(first []string) controller {
			return c.with(func(spec *argo.Spec) { spec.Components = first })
		}),
	}
}

func (c *argoController) with(change func(*argo.Spec)) controller {
	changed := *c
	change(&changed.spec)
	return &changed
}

// listOf is a field of which the controller can have the first entries only.
func listOf[Entry any](field string, entries []Entry, with func([]Entry) controller) entryList {
	return entryList{field, len(entries), func(size int) controller { return with(entries[:size]) }}
}
