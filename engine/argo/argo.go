// Package argo does to a kustomize build what Argo CD's repo-server does around it: `kustomize edit` on a copy of the
// kustomization file (argo-cd 3.5 util/kustomize, Build), the namespace of the destination afterwards.
package argo

import (
	"encoding/json"
	"os"

	"sigs.k8s.io/kustomize/api/types"
)

// Changes is what one source of an Application changes.
type Changes struct {
	// Spec is `kustomize` of the source as written; read by ParseSpec, so that a mistake in it is an error of the render.
	Spec json.RawMessage `json:"spec"`
	// Prefix is where that is in the Application: "spec.source.kustomize.".
	Prefix string `json:"prefix,omitempty"`
	// Environment holds the variables of the build.
	Environment map[string]string `json:"environment,omitempty"`
	// Namespace is that of the destination, for objects without one; empty when there is none.
	Namespace string `json:"namespace,omitempty"`
	// ClusterScoped are kinds without a namespace that kustomize does not know, as `group/kind`.
	ClusterScoped []string `json:"clusterScoped,omitempty"`
}

// Spec is the part of `kustomize` that changes what is built.
type Spec struct {
	NamePrefix                string            `json:"namePrefix"`
	NameSuffix                string            `json:"nameSuffix"`
	Images                    []string          `json:"images"`
	Replicas                  []Replicas        `json:"replicas"`
	CommonLabels              map[string]string `json:"commonLabels"`
	ForceCommonLabels         bool              `json:"forceCommonLabels"`
	LabelWithoutSelector      bool              `json:"labelWithoutSelector"`
	LabelIncludeTemplates     bool              `json:"labelIncludeTemplates"`
	CommonAnnotations         map[string]string `json:"commonAnnotations"`
	ForceCommonAnnotations    bool              `json:"forceCommonAnnotations"`
	CommonAnnotationsEnvsubst bool              `json:"commonAnnotationsEnvsubst"`
	Namespace                 string            `json:"namespace"`
	Patches                   []types.Patch     `json:"patches"`
	Components                []string          `json:"components"`
	IgnoreMissingComponents   bool              `json:"ignoreMissingComponents"`
}

// Replicas is an entry of `replicas`; the count is a number or a text with one.
type Replicas struct {
	Name  string          `json:"name"`
	Count json.RawMessage `json:"count"`
}

// ParseSpec reads the fields that change what is built. The error is one of encoding/json.
func (c *Changes) ParseSpec() (*Spec, error) {
	spec := &Spec{}
	if len(c.Spec) == 0 {
		return spec, nil
	}
	return spec, json.Unmarshal(c.Spec, spec)
}

// substitute replaces the variables of the build; unknown ones become nothing, `$$` a dollar sign.
func (c *Changes) substitute(text string) string {
	return os.Expand(text, func(name string) string {
		if name == "$" {
			return "$"
		}
		return c.Environment[name]
	})
}
