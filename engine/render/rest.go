package render

import (
	"bytes"
	"path"
	"regexp"

	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/resid"
)

// mostPatches bounds how many patches of left out objects are dropped, one build each.
const mostPatches = 50

// unmatchedPatch is what kustomize says about a patch without target whose object is not there.
var unmatchedPatch = regexp.MustCompile(`no matches for Id (\S+); failed to find unique target for patch`)

// buildRest builds without the entries that cannot be rendered. A patch of an object that came with
// one of them finds nothing to change, which kustomize takes for an error: such patches are left out too.
func (b *builder) buildRest(survey *survey) ([]byte, []Skipped, error) {
	skipped := survey.skipped
	for range mostPatches {
		if err := leaveOut(b.files, skipped); err != nil {
			return nil, skipped, err
		}
		text, err := b.build()
		if err == nil {
			return text, skipped, nil
		}
		id := unmatchedPatch.FindStringSubmatch(err.Error())
		if id == nil {
			return nil, skipped, err
		}
		more := patchesOf(survey, id[1], skipped)
		if len(more) == 0 {
			return nil, skipped, err
		}
		skipped = append(skipped, more...)
	}
	text, err := b.build()
	return text, skipped, err
}

// patchesOf finds the patches without target that name an object, as kustomize writes its id.
func patchesOf(survey *survey, id string, skipped []Skipped) []Skipped {
	known := map[Skipped]bool{}
	for _, entry := range skipped {
		known[entry] = true
	}
	var found []Skipped
	note := func(file, field string, index int, reference, inline string) {
		entry := Skipped{Kind: "patch", File: file, Field: field, Index: index, Entry: reference}
		if reference == "" {
			entry.Entry = id
		}
		if !known[entry] && survey.patchNames(path.Dir(file), reference, inline, id) {
			found = append(found, entry)
			known[entry] = true
		}
	}
	for _, file := range survey.visited {
		value := &survey.files.tree.files[file].asKustomization().value
		for index, patch := range value.Patches {
			if patch.Target == nil {
				note(file, "patches", index, patch.Path, patch.Patch)
			}
		}
		for index, patch := range value.PatchesStrategicMerge {
			if isInline(string(patch)) {
				note(file, "patchesStrategicMerge", index, "", string(patch))
			} else {
				note(file, "patchesStrategicMerge", index, string(patch), "")
			}
		}
	}
	return found
}

func (s *survey) patchNames(directory, reference, inline, id string) bool {
	content := []byte(inline)
	if reference != "" {
		resolved, err := s.files.resolve(path.Join(directory, reference))
		if err != nil || s.files.tree.files[resolved] == nil {
			return false
		}
		content = s.files.tree.files[resolved].content
	}
	nodes, err := (&kio.ByteReader{Reader: bytes.NewReader(content), OmitReaderAnnotations: true}).Read()
	if err != nil {
		return false
	}
	for _, node := range nodes {
		gvk := resid.GvkFromNode(node)
		if resid.NewResIdWithNamespace(gvk, node.GetName(), node.GetNamespace()).String() == id {
			return true
		}
	}
	return false
}
