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

// controller is what changes a build.
type controller interface {
	// merge returns the kustomization file that is built instead.
	merge(file []byte, exists func(string) bool) ([]byte, error)
	// finish does what comes after the build.
	finish(resources resmap.ResMap) ([]flux.Kept, error)
	// lists are the fields whose entries may be to blame for a failed build, the last to have an effect first.
	lists() []entryList
}

// entryList is a field with a number of entries, and the controller with only the first of them.
type entryList struct {
	field string
	size  int
	only  func(size int) controller
}

// changes is what a controller does to a build; nil changes nothing.
type changes struct {
	controller controller
	// prefix is where the fields of the spec are in the controller's object: "spec." or "spec.source.kustomize.".
	prefix string
	// own are the numbers of patches and components of the kustomization file itself, known after mergeInto.
	own map[string]int
	// file is the kustomization file they were merged into.
	file string
}

func readChanges(request Request) (*changes, error) {
	switch {
	case request.Flux != nil:
		spec, err := request.Flux.ParseSpec()
		if err != nil {
			return nil, unreadable(err, "spec.")
		}
		return newChanges(&fluxController{changes: request.Flux, spec: *spec}, "spec."), nil
	case request.Argo != nil:
		spec, err := request.Argo.ParseSpec()
		if err != nil {
			return nil, unreadable(err, request.Argo.Prefix)
		}
		return newChanges(&argoController{changes: request.Argo, spec: *spec}, request.Argo.Prefix), nil
	}
	return nil, nil
}

func newChanges(controller controller, prefix string) *changes {
	return &changes{controller: controller, prefix: prefix, own: map[string]int{}}
}

func unreadable(err error, prefix string) *Error {
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) {
		return &Error{Message: fmt.Sprintf("the spec cannot be read: %v", err)}
	}
	field, _, _ := strings.Cut(mismatch.Field, ".")
	return &Error{
		Message: fmt.Sprintf("`%s%s` must not hold a %s", prefix, mismatch.Field, mismatch.Value), Field: prefix + field,
	}
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
	merged, err := c.controller.merge(tree.files[name].content, func(entry string) bool {
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

func (c *changes) finish(resources resmap.ResMap) ([]flux.Kept, error) {
	if c == nil {
		return nil, nil
	}
	return c.controller.finish(resources)
}

// attribute tells entries of the controller's object from those of the kustomization file.
func (c *changes) attribute(skipped []Skipped) []Skipped {
	if c == nil {
		return skipped
	}
	for index, entry := range skipped {
		own, known := c.own[entry.Field]
		if known && entry.Index >= own && entry.File == c.file {
			skipped[index].Field, skipped[index].Index = c.prefix+entry.Field, entry.Index-own
		}
	}
	return skipped
}

// blame finds the entry of the spec without which a failed build works.
func (c *changes) blame(err error, try func(*changes) error) error {
	var failure *Error
	if c == nil || !errors.As(err, &failure) || failure.Field != "" {
		return err
	}
	works := func(controller controller) bool { return try(newChanges(controller, c.prefix)) == nil }
	rest := c.controller
	for at := range rest.lists() {
		each := rest.lists()[at]
		if each.size == 0 {
			continue
		}
		if works(each.only(0)) {
			index := firstBroken(each.size, func(size int) bool { return works(each.only(size)) })
			return &Error{Message: failure.Message, Field: c.prefix + each.field, Index: index}
		}
		// What fails without any entry of this list fails for another reason.
		rest = each.only(0)
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
