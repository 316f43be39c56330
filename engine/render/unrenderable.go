package render

import (
	"bytes"
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// isRemote tells whether kustomize would fetch an entry: an HTTP address or what its git loader
// takes for a repository (api/internal/git/repospec.go: a scheme, user@host:, or github.com).
func isRemote(entry string) bool {
	lower := strings.ToLower(strings.TrimSpace(entry))
	lower = strings.TrimPrefix(lower, "git::")
	for _, prefix := range []string{"http://", "https://", "ssh://", "file://", "github.com/", "github.com:", "www.github.com/"} {
		if strings.HasPrefix(lower, prefix) {
			return true
		}
	}
	user, host, hasUser := strings.Cut(lower, "@")
	return hasUser && user != "" && !strings.ContainsAny(user, "/.") && strings.ContainsAny(host, ":/")
}

// foreignPlugins returns the kinds of the plugin configurations in content that would start
// another program. Broken content yields none: the build reports it.
func foreignPlugins(content []byte) []string {
	nodes, err := (&kio.ByteReader{Reader: bytes.NewReader(content), OmitReaderAnnotations: true}).Read()
	if err != nil {
		return nil
	}
	var kinds []string
	for _, node := range nodes {
		if node.GetApiVersion() != konfig.BuiltinPluginApiVersion && node.GetKind() != "" {
			kinds = append(kinds, node.GetKind())
		}
	}
	return kinds
}

// refusal is the error of a strict render. Helm and plugins are refused by kustomize itself, in its
// own words; fetching is what it would attempt, so that is refused here.
func (s *survey) refusal() error {
	for _, entry := range s.skipped {
		if entry.Kind == "remote" {
			return &Error{
				Message: fmt.Sprintf("`%s` in `%s` is remote: files are only read from the workspace, nothing is downloaded",
					entry.Entry, entry.File),
				Path: entry.File,
			}
		}
	}
	return nil
}

// leaveOut replaces, for this render, the kustomization files by copies without the skipped entries.
func leaveOut(files *view, skipped []Skipped) error {
	// From the beginning each time: positions in lists are those of the files.
	files.overrides = map[string][]byte{}
	byFile := map[string]map[string]map[int]bool{}
	for _, entry := range skipped {
		if byFile[entry.File] == nil {
			byFile[entry.File] = map[string]map[int]bool{}
		}
		if byFile[entry.File][entry.Field] == nil {
			byFile[entry.File][entry.Field] = map[int]bool{}
		}
		byFile[entry.File][entry.Field][entry.Index] = true
	}
	for name, fields := range byFile {
		content, err := withoutEntries(files.tree.files[name].content, fields)
		if err != nil {
			return err
		}
		files.overrides[name] = content
	}
	return nil
}

func withoutEntries(content []byte, fields map[string]map[int]bool) ([]byte, error) {
	node, err := yaml.Parse(string(content))
	if err != nil {
		return nil, err
	}
	for field, indexes := range fields {
		list := node.Field(field)
		if list == nil || list.Value.YNode().Kind != yaml.SequenceNode {
			continue
		}
		sequence := list.Value.YNode()
		kept := make([]*yaml.Node, 0, len(sequence.Content))
		for index, item := range sequence.Content {
			if !indexes[index] {
				kept = append(kept, item)
			}
		}
		sequence.Content = kept
	}
	// A kustomization without any field is an error, one with an empty list is not.
	if node.Field("resources") == nil {
		if err := node.PipeE(yaml.SetField("resources", yaml.NewListRNode())); err != nil {
			return nil, err
		}
	}
	text, err := node.String()
	return []byte(text), err
}
