package render

import (
	"bytes"
	"errors"

	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// readNodes equals kio.FromBytes. That one removes anchors by copying every mapping once per level
// above it, also where there is nothing to remove, which takes half the time of parsing.
func readNodes(content []byte) ([]*yaml.RNode, error) {
	nodes, err := (&kio.ByteReader{OmitReaderAnnotations: true, Reader: bytes.NewReader(content)}).Read()
	if err != nil {
		return nil, err
	}
	for _, node := range nodes {
		if isAnchorFree(node.YNode()) {
			continue
		}
		if expandedSize(node.YNode(), map[*yaml.Node]int{}) > mostNodes {
			return nil, errTooManyAliases
		}
		if err := node.DeAnchor(); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

// mostNodes is how many nodes a document may have once its aliases are expanded; kustomize has no
// limit and expands a few lines of aliases of aliases until memory ends.
const mostNodes = 2_000_000

var errTooManyAliases = errors.New("MalformedYAMLError: the aliases of this document expand to more than 2 million nodes")

// expandedSize counts nodes as if aliases were replaced by what they refer to; sizes holds those
// of anchors already counted. It stops counting above mostNodes.
func expandedSize(node *yaml.Node, sizes map[*yaml.Node]int) int {
	if node == nil {
		return 0
	}
	if node.Kind == yaml.AliasNode {
		return expandedSize(node.Alias, sizes)
	}
	if size, known := sizes[node]; known {
		return size
	}
	size := 1
	for _, child := range node.Content {
		if size += expandedSize(child, sizes); size > mostNodes {
			break
		}
	}
	if node.Anchor != "" {
		sizes[node] = size
	}
	return size
}

// isAnchorFree tells trees on which RNode.DeAnchor has no effect: no anchors, aliases or merge keys,
// and no key twice in a mapping (the later value would move to the first place).
func isAnchorFree(node *yaml.Node) bool {
	if node == nil || node.Anchor != "" {
		return false
	}
	switch node.Kind {
	case yaml.ScalarNode:
		return true
	case yaml.MappingNode:
		if !hasPlainKeys(node.Content) {
			return false
		}
	case yaml.DocumentNode, yaml.SequenceNode:
	default:
		return false
	}
	for _, child := range node.Content {
		if !isAnchorFree(child) {
			return false
		}
	}
	return true
}

// fewKeys is where comparing every pair of keys starts to cost more than a set.
const fewKeys = 12

func hasPlainKeys(content []*yaml.Node) bool {
	var seen map[string]bool
	if len(content) > 2*fewKeys {
		seen = make(map[string]bool, len(content)/2)
	}
	for index := 0; index+1 < len(content); index += 2 {
		key := content[index]
		if key.Kind != yaml.ScalarNode || key.Value == "<<" || key.Tag == yaml.MergeTag {
			return false
		}
		if seen != nil {
			if seen[key.Value] {
				return false
			}
			seen[key.Value] = true
			continue
		}
		for before := 0; before < index; before += 2 {
			if content[before].Value == key.Value {
				return false
			}
		}
	}
	return true
}
