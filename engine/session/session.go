// Package session keeps the trees of files between calls, so that a caller sends only what changed.
package session

import (
	"errors"
	"fmt"

	"gitops-authoring/engine/jq"
	"gitops-authoring/engine/render"
	"gitops-authoring/engine/wire"
)

// Call is the JSON of a request. Files come before the operation, removals before additions.
type Call struct {
	// Operation is "render", "files" (only change the tree), "forget" (drop the tree), "warmUp",
	// "collect" (use a quiet moment to collect garbage) or "deletePaths" (run Expression on the JSON
	// list of objects that follows).
	Operation string `json:"operation"`
	// Tree names the set of files; it is created when first named.
	Tree string `json:"tree,omitempty"`
	// Remove lists paths no longer there.
	Remove []string `json:"remove,omitempty"`
	// Set lists files whose contents follow the JSON, one after the other.
	Set []Content `json:"set,omitempty"`
	// Directories exist even when none of their files is in the tree.
	Directories []string `json:"directories,omitempty"`
	// Links are symbolic links: path to target.
	Links map[string]string `json:"links,omitempty"`
	// Request is what to render.
	Request render.Request `json:"request"`
	// Expression is a jq path expression: what to delete from the objects.
	Expression string `json:"expression,omitempty"`
}

// Content announces one file of the bytes after the JSON.
type Content struct {
	Path string `json:"path"`
	Size int    `json:"size"`
}

// Reply is the JSON of a response; the rendered text, or the list of objects, follows it.
type Reply struct {
	render.Response
	// Deletion is the answer to "deletePaths".
	Deletion *jq.Response  `json:"deletion,omitempty"`
	Error    *render.Error `json:"error,omitempty"`
}

// Session holds the trees of one engine.
type Session struct {
	trees map[string]*render.Tree
}

// New returns a session without trees.
func New() *Session {
	return &Session{trees: map[string]*render.Tree{}}
}

// Handle answers one frame. It never fails: a request it cannot read yields an error reply.
func (s *Session) Handle(frame []byte) []byte {
	reply, content, err := s.handle(frame)
	if err != nil {
		var failure *render.Error
		if !errors.As(err, &failure) {
			failure = &render.Error{Message: err.Error()}
		}
		reply.Error = failure
	}
	encoded, err := wire.Encode(reply, content)
	if err != nil {
		encoded, _ = wire.Encode(Reply{Error: &render.Error{Message: err.Error()}}, nil)
	}
	return encoded
}

// handle returns a reply and the content that follows it.
func (s *Session) handle(frame []byte) (Reply, []byte, error) {
	var call Call
	contents, err := wire.Decode(frame, &call)
	if err != nil {
		return Reply{}, nil, fmt.Errorf("unreadable request: %w", err)
	}
	switch call.Operation {
	case "warmUp":
		return Reply{}, nil, render.WarmUp()
	case "collect":
		render.Collect()
		return Reply{}, nil, nil
	case "forget":
		delete(s.trees, call.Tree)
		return Reply{}, nil, nil
	case "files":
		return Reply{}, nil, change(s.tree(call.Tree), call, contents)
	case "render":
		tree := s.tree(call.Tree)
		if err := change(tree, call, contents); err != nil {
			return Reply{}, nil, err
		}
		response, err := render.Render(tree, call.Request)
		return Reply{Response: response}, response.YAML, err
	case "deletePaths":
		response, objects, err := jq.Delete(call.Expression, contents)
		return Reply{Deletion: &response}, objects, err
	default:
		return Reply{}, nil, fmt.Errorf("unknown operation %q", call.Operation)
	}
}

func (s *Session) tree(name string) *render.Tree {
	if s.trees[name] == nil {
		s.trees[name] = render.NewTree()
	}
	return s.trees[name]
}

// change copies each content, so that a small file never keeps a large frame alive.
func change(tree *render.Tree, call Call, contents []byte) error {
	for _, name := range call.Remove {
		tree.Remove(name)
	}
	for _, directory := range call.Directories {
		tree.Mkdir(directory)
	}
	for name, target := range call.Links {
		tree.Link(name, target)
	}
	for _, file := range call.Set {
		if file.Size < 0 || file.Size > len(contents) {
			return wire.ErrTruncated
		}
		tree.Set(file.Path, append([]byte(nil), contents[:file.Size]...))
		contents = contents[file.Size:]
	}
	return nil
}
