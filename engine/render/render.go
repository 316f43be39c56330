// Package render builds kustomize overlays from files held in memory. It never touches the
// operating system, the network or JavaScript, so it behaves the same natively and as WebAssembly.
package render

import (
	"fmt"
	"runtime/debug"
	"strings"

	"gitops-authoring/engine/argo"
	"gitops-authoring/engine/flux"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
)

// Unrenderable says what to do with entries that would need the network, another program or Helm.
type Unrenderable string

const (
	// Fail reports the first such entry as the error of the render, as a build without network would.
	Fail Unrenderable = "fail"
	// Skip leaves the entries out, lists them and renders the rest.
	Skip Unrenderable = "skip"
)

// Request asks for one overlay of a tree.
type Request struct {
	// Target is the absolute directory to build.
	Target string `json:"target"`
	// LoadRestrictor is "rootOnly" (kustomize's default) or "none".
	LoadRestrictor string `json:"loadRestrictor,omitempty"`
	// Reorder is "" (what the command line does when not told), "legacy" or "none".
	Reorder string `json:"reorder,omitempty"`
	// Unrenderable is Fail when empty.
	Unrenderable Unrenderable `json:"unrenderable,omitempty"`
	// Flux is what a Flux Kustomization changes; nil renders what `kustomize build` prints.
	Flux *flux.Changes `json:"flux,omitempty"`
	// Argo is what an Application of Argo CD changes.
	Argo *argo.Changes `json:"argo,omitempty"`
}

// Response is a rendered overlay.
type Response struct {
	// YAML is exactly what `kustomize build` prints.
	YAML []byte `json:"-"`
	// Warnings are the lines `kustomize build` prints to stderr, once per line and occurrence.
	Warnings []string `json:"warnings,omitempty"`
	// Skipped lists what was left out.
	Skipped []Skipped `json:"skipped,omitempty"`
	// Read lists the files the result depends on.
	Read []string `json:"read,omitempty"`
	// Missing lists paths that were looked for and are not in the tree. A caller that has only
	// handed over part of a directory adds those that exist and asks again.
	Missing []string `json:"missing,omitempty"`
	// Kept are variables whose expressions stay in the text, because nobody may see or know their values.
	Kept []flux.Kept `json:"kept,omitempty"`
}

// Skipped is an entry of a kustomization file that is never attempted.
type Skipped struct {
	// Kind is "remote", "plugin", "helm", or "patch" for a patch of an object that was left out with
	// one of those.
	Kind string `json:"kind"`
	// File is the absolute path of the kustomization file.
	File string `json:"file"`
	// Field is the field of the kustomization file, Index the position in its list. A Field that begins with "spec."
	// is one of the controller's object.
	Field string `json:"field"`
	Index int    `json:"index"`
	// Entry is the entry itself, or the name of the chart or plugin.
	Entry string `json:"entry"`
}

// Error is a failed render.
type Error struct {
	// Message is kustomize's own text.
	Message string `json:"message"`
	// Path is the file that caused it, when the message tells; Line is 1-based, 0 when unknown.
	Path string `json:"path,omitempty"`
	Line int    `json:"line,omitempty"`
	// Field is the field of the controller's object that caused it, when that is certain; Index the position in its list.
	Field string `json:"field,omitempty"`
	Index int    `json:"index,omitempty"`
}

func (e *Error) Error() string { return e.Message }

// Render builds one overlay. The response is filled as far as possible also when it fails.
func Render(tree *Tree, request Request) (response Response, err error) {
	asked, err := readChanges(request)
	if err != nil {
		return response, err
	}
	response, err = renderWith(tree, request, asked)
	if err != nil {
		err = asked.blame(err, func(fewer *changes) error {
			_, err := renderWith(tree, request, fewer)
			return err
		})
	}
	return response, err
}

// renderWith renders once.
func renderWith(original *Tree, request Request, changes *changes) (response Response, err error) {
	tree, err := changes.mergeInto(original, request.Target)
	if err != nil {
		return response, err
	}
	files := newView(tree)
	survey := surveyTarget(files, cleanPath(request.Target))
	response.Warnings = survey.warnings
	response.Skipped = survey.skipped
	said := &logLines{}
	defer said.capture()()
	defer func() {
		response.Warnings = append(response.Warnings, said.lines...)
		if cause := recover(); cause != nil {
			err = &Error{Message: panicMessage(cause)}
		}
		response.Skipped = changes.attribute(response.Skipped)
		response.Read, response.Missing = sortedKeys(files.read), sortedKeys(files.missing)
	}()
	if request.Unrenderable != Skip {
		if err := survey.refusal(); err != nil {
			return response, err
		}
	}
	useSchema(survey.ownSchema)
	builder := &builder{files: files, request: request, changes: changes}
	if request.Unrenderable == Skip && len(survey.skipped) > 0 {
		response.YAML, response.Skipped, err = builder.buildRest(survey)
	} else {
		response.YAML, err = builder.build()
	}
	response.Kept = builder.kept
	if err != nil {
		return response, locate(files, request.Target, err)
	}
	return response, nil
}

// builder builds one overlay, more than once where parts have to be left out.
type builder struct {
	files   *view
	request Request
	changes *changes
	kept    []flux.Kept
}

func (b *builder) build() ([]byte, error) {
	options := &krusty.Options{
		Reorder:          reorderOption(b.request.Reorder),
		LoadRestrictions: types.LoadRestrictionsRootOnly,
		PluginConfig:     types.DisabledPluginConfig(),
	}
	if b.request.LoadRestrictor == "none" {
		options.LoadRestrictions = types.LoadRestrictionsNone
	}
	resources, err := krusty.MakeKustomizer(options).Run(b.files, b.request.Target)
	if err != nil {
		return nil, err
	}
	if b.kept, err = b.changes.finish(resources); err != nil {
		return nil, err
	}
	return printed.emit(resources)
}

// printed lives as long as the process: the same resource prints the same in every tree.
var printed = newEmitter()

func reorderOption(name string) krusty.ReorderOption {
	switch name {
	case "legacy":
		return krusty.ReorderOptionLegacy
	case "none":
		return krusty.ReorderOptionNone
	default:
		return krusty.ReorderOptionUnspecified
	}
}

// panicMessage keeps what kustomize panicked with and the place, for the log of the caller.
func panicMessage(cause any) string {
	place := ""
	for _, line := range strings.Split(string(debug.Stack()), "\n") {
		if strings.HasPrefix(line, "sigs.k8s.io/kustomize/") {
			place = " in " + line
			break
		}
	}
	return fmt.Sprintf("kustomize stopped unexpectedly%s: %v", place, cause)
}
