package render

import (
	"bytes"
	"hash/maphash"

	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/kyaml/errors"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// emitter turns resources into text and keeps the text of each: printing takes kustomize three
// conversions of a resource, and after an edit nearly all resources are the same as before.
type emitter struct {
	seed  maphash.Seed
	texts map[uint64][]byte
	bytes int
}

// emittedBytes bounds the texts kept; above it the emitter starts over.
const emittedBytes = 16 << 20

func newEmitter() *emitter {
	return &emitter{seed: maphash.MakeSeed(), texts: map[uint64][]byte{}}
}

// emit prints resources like resmap.ResMap.AsYaml.
func (e *emitter) emit(resources resmap.ResMap) ([]byte, error) {
	var out bytes.Buffer
	for index, resource := range resources.Resources() {
		if index > 0 {
			out.WriteString("---\n")
		}
		key, isTree := e.key(resource.YNode())
		text, known := e.texts[key]
		if !isTree || !known {
			var err error
			if text, err = resource.AsYAML(); err != nil {
				value, _ := resource.Map()
				return nil, errors.WrapPrefixf(err, "%#v", value)
			}
		}
		if isTree && !known {
			e.keep(key, text)
		}
		out.Write(text)
	}
	return out.Bytes(), nil
}

func (e *emitter) keep(key uint64, text []byte) {
	if e.bytes += len(text); e.bytes > emittedBytes {
		e.texts, e.bytes = map[uint64][]byte{}, len(text)
	}
	e.texts[key] = text
}

// key hashes whatever the printed text depends on; it reports false for nodes with aliases.
func (e *emitter) key(node *yaml.Node) (uint64, bool) {
	var hash maphash.Hash
	hash.SetSeed(e.seed)
	isTree := hashNode(&hash, node)
	return hash.Sum64(), isTree
}

func hashNode(hash *maphash.Hash, node *yaml.Node) bool {
	if node == nil || node.Kind == yaml.AliasNode || node.Anchor != "" {
		return false
	}
	_ = hash.WriteByte(byte(node.Kind))
	_ = hash.WriteByte(byte(node.Style))
	_, _ = hash.WriteString(node.Tag)
	_ = hash.WriteByte(0)
	_, _ = hash.WriteString(node.Value)
	// Comments are not printed, but printing goes through a text that has them.
	_, _ = hash.WriteString(node.HeadComment)
	_, _ = hash.WriteString(node.LineComment)
	_, _ = hash.WriteString(node.FootComment)
	size := len(node.Content)
	_, _ = hash.Write([]byte{0, byte(size), byte(size >> 8), byte(size >> 16), byte(size >> 24)})
	for _, child := range node.Content {
		if !hashNode(hash, child) {
			return false
		}
	}
	return true
}
