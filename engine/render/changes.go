package render

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"gitops-authoring/engine/flux"

	"sigs.k8s.io/kustomize/api/resmap"
)

// changes is what a controller does to a build; nil changes nothing.
type changes struct {
	flux *flux.Changes
	spec *flux.Spec
	// own are the numbers of patches and components of the kustomization file itself, known after mergeInto.
	own map[string]int
	// file is the kustomization file they were merged into.
	file string
}

func readChanges(request Request) (*changes, error) {
	if request.Flux == nil {
		return nil, nil
	}
	spec, err := request.Flux.ParseSpec()
	if err == nil {
		return &changes{flux: request.Flux, spec: spec, own: map[string]int{}}, nil
	}
	failure := &Error{Message: fmt.Sprintf("the spec cannot be read: %v", err)}
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		field, _, _ := strings.Cut(mismatch.Field, ".")
		failure = &Error{
			Message: fmt.Sprintf("`spec.%s` must not hold a %s", mismatch.Field, mismatch.Value), Field: "spec." + field,
		}
	}
	return nil, failure
}

// mergeInto returns a tree whose kustomization file for target is the one that the controller builds.
func (c *changes) mergeInto(tree *Tree, target string) (*Tree, error) {
	if c == nil {
		return tree, nil
	}
	files := newView(tree)
	directory, err := files.resolve(target)
	if err != nil {
		return tree, nil
	}
	name, _ := (&survey{files: files}).kustomization(directory)
	if name == "" {
		// None, or more than one: the build says so.
		return tree, nil
	}
	c.file = name
	content := tree.files[name].content
	merged, err := flux.Merge(content, c.spec, func(entry string) bool {
		return files.Exists(path.Join(directory, entry))
	})
	if err != nil {
		return nil, locate(files, target, err)
	}
	if own := tree.files[name].asKustomization(); own.err == nil {
		c.own["patches"], c.own["components"] = len(own.value.Patches), len(own.value.Components)
	}
	return tree.with(name, merged), nil
}

// finish does what comes after the build.
func (c *changes) finish(resources resmap.ResMap) ([]flux.Kept, error) {
	if c == nil {
		return nil, nil
	}
	var kept []flux.Kept
	if variables := c.flux.Variables; variables != nil {
		var err error
		if kept, err = variables.Substitute(resources, printed.emitOne); err != nil {
			return kept, &Error{Message: err.Error(), Field: "spec.postBuild"}
		}
	}
	return kept, c.flux.SetMetadata(resources, c.spec.CommonMetadata)
}

// attribute tells entries of the controller's object from those of the kustomization file.
func (c *changes) attribute(skipped []Skipped) []Skipped {
	if c == nil {
		return skipped
	}
	for index, entry := range skipped {
		own, known := c.own[entry.Field]
		if known && entry.Index >= own && entry.File == c.file {
			skipped[index].Field, skipped[index].Index = "spec."+entry.Field, entry.Index-own
		}
	}
	return skipped
}

// blame finds the patch or component of the spec without which a failed build works.
func (c *changes) blame(err error, try func(*changes) error) error {
	var failure *Error
	if c == nil || !errors.As(err, &failure) || failure.Field != "" {
		return err
	}
	lists := []struct {
		field string
		size  int
		cut   func(*flux.Spec, int)
	}{
		{"spec.patches", len(c.spec.Patches), func(s *flux.Spec, size int) { s.Patches = s.Patches[:size] }},
		{"spec.components", len(c.spec.Components), func(s *flux.Spec, size int) { s.Components = s.Components[:size] }},
	}
	spec := *c.spec
	for _, list := range lists {
		without := func(size int) bool {
			fewer := spec
			list.cut(&fewer, size)
			return try(&changes{flux: c.flux, spec: &fewer, own: map[string]int{}}) == nil
		}
		if list.size == 0 {
			continue
		}
		if without(0) {
			return &Error{Message: failure.Message, Field: list.field, Index: firstBroken(list.size, without)}
		}
		// Patches come last, so that what fails without any of them fails for another reason.
		list.cut(&spec, 0)
	}
	return err
}

// firstBroken is the index of the entry with which a list stops to work; it works without any and fails with all.
func firstBroken(size int, works func(int) bool) int {
	good, bad := 0, size
	for bad-good > 1 {
		if middle := (good + bad) / 2; works(middle) {
			good = middle
		} else {
			bad = middle
		}
	}
	return good
}
