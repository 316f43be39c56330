// Package flux does to a kustomize build what Flux's kustomize-controller does around it: fields of the Flux
// Kustomization join the kustomization file before (fluxcd/pkg/kustomize 1.35, Generator), variables and labels come
// after (SubstituteVariables, kustomize-controller 1.9). What upstream reads from a cluster is handed over instead.
package flux

import "encoding/json"

// Changes is what one Flux Kustomization changes.
type Changes struct {
	// Spec is its spec as written; read by ParseSpec, so that a mistake in it is an error of the render.
	Spec json.RawMessage `json:"spec"`
	// Name and Namespace are its own, for the labels of what it owns; an empty one gives no label.
	Name      string `json:"name,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	// Variables of the substitution; nil without `postBuild`.
	Variables *Variables `json:"variables,omitempty"`
}

// Spec is the part of a Flux Kustomization's spec that changes what is built.
type Spec struct {
	TargetNamespace         string          `json:"targetNamespace"`
	NamePrefix              string          `json:"namePrefix"`
	NameSuffix              string          `json:"nameSuffix"`
	Patches                 []Patch         `json:"patches"`
	Components              []string        `json:"components"`
	IgnoreMissingComponents bool            `json:"ignoreMissingComponents"`
	Images                  []Image         `json:"images"`
	BuildMetadata           []string        `json:"buildMetadata"`
	CommonMetadata          *CommonMetadata `json:"commonMetadata"`
}

// Patch is an entry of `patches`: a strategic merge or JSON patch as text.
type Patch struct {
	Patch  string    `json:"patch"`
	Target *Selector `json:"target"`
}

// Selector says which objects a patch changes; names are regular expressions.
type Selector struct {
	Group              string `json:"group"`
	Version            string `json:"version"`
	Kind               string `json:"kind"`
	Namespace          string `json:"namespace"`
	Name               string `json:"name"`
	AnnotationSelector string `json:"annotationSelector"`
	LabelSelector      string `json:"labelSelector"`
}

// Image is an entry of `images`.
type Image struct {
	Name    string `json:"name"`
	NewName string `json:"newName"`
	NewTag  string `json:"newTag"`
	Digest  string `json:"digest"`
}

// CommonMetadata joins the metadata of every object.
type CommonMetadata struct {
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}

// ParseSpec reads the fields that change what is built. The error is one of encoding/json.
func (c *Changes) ParseSpec() (*Spec, error) {
	spec := &Spec{}
	if len(c.Spec) == 0 {
		return spec, nil
	}
	return spec, json.Unmarshal(c.Spec, spec)
}
