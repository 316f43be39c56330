package render

import (
	"bytes"
	"container/list"
	"hash/maphash"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// parsedBytes bounds the contents whose nodes are kept. Nodes take about twenty times their text.
const parsedBytes = 8 << 20

// parsedNodes keeps the parsed form of recently used contents. A build changes its nodes, so each use
// gets a copy; copying costs a tenth of parsing.
type parsedNodes struct {
	seed    maphash.Seed
	entries map[uint64]*list.Element
	recent  *list.List
	bytes   int
}

type parsedEntry struct {
	key     uint64
	content []byte
	nodes   []*yaml.RNode
	// count and links size the copy: number of nodes, and of references from a node to its children.
	count, links int
}

func newParsedNodes() *parsedNodes {
	return &parsedNodes{seed: maphash.MakeSeed(), entries: map[uint64]*list.Element{}, recent: list.New()}
}

// parse returns nodes equal to what parse returns for content, which must not change later.
func (p *parsedNodes) parse(content []byte, parse func([]byte) ([]*yaml.RNode, error)) ([]*yaml.RNode, error) {
	key := maphash.Bytes(p.seed, content)
	if element, known := p.entries[key]; known {
		entry := element.Value.(*parsedEntry)
		if bytes.Equal(entry.content, content) {
			p.recent.MoveToFront(element)
			return entry.copyNodes(), nil
		}
	}
	nodes, err := parse(content)
	if err != nil || len(content) > parsedBytes {
		return nodes, err
	}
	entry := &parsedEntry{key: key, content: content, nodes: nodes}
	for _, node := range nodes {
		if !entry.measure(node.YNode()) {
			return nodes, nil
		}
	}
	p.keep(entry)
	return entry.copyNodes(), nil
}

func (p *parsedNodes) keep(entry *parsedEntry) {
	if previous, known := p.entries[entry.key]; known {
		p.drop(previous)
	}
	p.entries[entry.key] = p.recent.PushFront(entry)
	p.bytes += len(entry.content)
	for p.bytes > parsedBytes {
		p.drop(p.recent.Back())
	}
}

func (p *parsedNodes) drop(element *list.Element) {
	entry := p.recent.Remove(element).(*parsedEntry)
	delete(p.entries, entry.key)
	p.bytes -= len(entry.content)
}

// measure reports false for nodes that cannot be copied as a tree.
func (e *parsedEntry) measure(node *yaml.Node) bool {
	if node == nil || node.Kind == yaml.AliasNode || node.Alias != nil {
		return false
	}
	e.count++
	e.links += len(node.Content)
	for _, child := range node.Content {
		if !e.measure(child) {
			return false
		}
	}
	return true
}

// copyNodes copies into two blocks of exactly the size needed, instead of allocating each node.
func (e *parsedEntry) copyNodes() []*yaml.RNode {
	into := &nodeBlock{nodes: make([]yaml.Node, e.count), links: make([]*yaml.Node, e.links)}
	copied := make([]*yaml.RNode, len(e.nodes))
	for index, node := range e.nodes {
		copied[index] = yaml.NewRNode(into.copy(node.YNode()))
	}
	return copied
}

type nodeBlock struct {
	nodes []yaml.Node
	links []*yaml.Node
}

func (b *nodeBlock) copy(node *yaml.Node) *yaml.Node {
	target := &b.nodes[0]
	b.nodes = b.nodes[1:]
	*target = *node
	if size := len(node.Content); size > 0 {
		// The full slice expression makes a later append move the list instead of overwriting a neighbour.
		content := b.links[:size:size]
		b.links = b.links[size:]
		for index, child := range node.Content {
			content[index] = b.copy(child)
		}
		target.Content = content
	}
	return target
}
