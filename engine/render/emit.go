package render

import (
	"bytes"
	"hash/maphash"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/errors"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

// emitter turns resources into text and keeps the text of each top-level field. Printing takes
// kustomize three conversions, and after an edit nearly all fields are the same as before: also when
// a label or the namespace of everything changes, only the metadata does.
type emitter struct {
	seed  maphash.Seed
	texts map[uint64][]byte
	bytes int
	// orders are the positions of fields in the output, by the names of the fields.
	orders map[string][]int
}

// emittedBytes bounds the texts kept; above it the emitter starts over.
const emittedBytes = 16 << 20

func newEmitter() *emitter {
	return &emitter{seed: maphash.MakeSeed(), texts: map[uint64][]byte{}, orders: map[string][]int{}}
}

// emit prints resources like resmap.ResMap.AsYaml.
func (e *emitter) emit(resources resmap.ResMap) ([]byte, error) {
	var out bytes.Buffer
	for index, resource := range resources.Resources() {
		if index > 0 {
			out.WriteString("---\n")
		}
		text, err := e.emitOne(resource)
		if err != nil {
			value, _ := resource.Map()
			return nil, errors.WrapPrefixf(err, "%#v", value)
		}
		out.Write(text)
	}
	return out.Bytes(), nil
}

// emitOne prints a resource like resource.Resource.AsYAML.
func (e *emitter) emitOne(resource *resource.Resource) ([]byte, error) {
	var out bytes.Buffer
	if e.emitFields(&out, resource) {
		return out.Bytes(), nil
	}
	return resource.AsYAML()
}

// emitFields prints a resource field by field. It reports false, and prints nothing, where that is
// not certain to equal the whole: aliases, odd keys, or an error, whose message quotes line numbers.
func (e *emitter) emitFields(out *bytes.Buffer, resource *resource.Resource) bool {
	node := resource.YNode()
	if node == nil || node.Kind != kyaml.MappingNode || len(node.Content) == 0 || !hasPlainKeys(node.Content) {
		return false
	}
	texts := make([][]byte, len(node.Content)/2)
	for index := range texts {
		text, ok := e.field(node, index)
		if !ok {
			return false
		}
		texts[index] = text
	}
	order, ok := e.order(node.Content)
	if !ok {
		return false
	}
	for _, index := range order {
		out.Write(texts[index])
	}
	return true
}

// field prints one field of a mapping as a mapping of its own.
func (e *emitter) field(node *kyaml.Node, index int) ([]byte, bool) {
	pair := node.Content[2*index : 2*index+2 : 2*index+2]
	var hash maphash.Hash
	hash.SetSeed(e.seed)
	if !hashNode(&hash, pair[0]) || !hashNode(&hash, pair[1]) {
		return nil, false
	}
	key := hash.Sum64()
	if text, known := e.texts[key]; known {
		return text, true
	}
	alone := kyaml.NewRNode(&kyaml.Node{Kind: node.Kind, Tag: node.Tag, Style: node.Style, Content: pair})
	json, err := alone.MarshalJSON()
	if err != nil {
		return nil, false
	}
	text, err := yaml.JSONToYAML(json)
	if err != nil {
		return nil, false
	}
	if e.bytes += len(text); e.bytes > emittedBytes {
		e.texts, e.bytes = map[uint64][]byte{}, len(text)
	}
	e.texts[key] = text
	return text, true
}

// order asks the printer how it sorts the fields, with their numbers as values.
func (e *emitter) order(content []*kyaml.Node) ([]int, bool) {
	numbers := make(map[string]int, len(content)/2)
	var names strings.Builder
	for index := 0; index < len(content); index += 2 {
		names.WriteString(content[index].Value)
		names.WriteByte(0)
		numbers[content[index].Value] = index / 2
	}
	if order, known := e.orders[names.String()]; known {
		return order, true
	}
	text, err := yaml.Marshal(numbers)
	if err != nil {
		return nil, false
	}
	var order []int
	for line := range strings.Lines(string(text)) {
		index, err := strconv.Atoi(strings.TrimSpace(line[strings.LastIndexByte(line, ':')+1:]))
		if err != nil {
			return nil, false
		}
		order = append(order, index)
	}
	if len(order) != len(content)/2 {
		return nil, false
	}
	e.orders[names.String()] = order
	return order, true
}

// hashNode hashes whatever the printed text depends on; it reports false for nodes with aliases.
func hashNode(hash *maphash.Hash, node *kyaml.Node) bool {
	if node == nil || node.Kind == kyaml.AliasNode || node.Anchor != "" {
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
