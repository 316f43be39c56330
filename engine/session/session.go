// Package session keeps the trees of files between calls, so that a caller sends only what changed.
package session

import (
	"errors"
	"fmt"

	"gitops-authoring/engine/render"
	"gitops-authoring/engine/wire"
)

// Call is the JSON of a request. Files come before the operation, removals before additions.
type Call struct {
	// Operation is "render", "files" (only change the tree), "forget" (drop the tree), "warmUp" or
	// "collect" (use a quiet moment to collect garbage).
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
}

// Content announces one file of the bytes after the JSON.
type Content struct {
	Path string `json:"path"`
	Size int    `json:"size"`
}

// Reply is the JSON of a response; the rendered text follows it.
type Reply struct {
	render.Response
	Error *render.Error `json:"error,omitempty"`
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
	response, err := s.handle(frame)
	reply := Reply{Response: response}
	if err != nil {
		var failure *render.Error
		if !errors.As(err, &failure) {
			failure = &render.Error{Message: err.Error()}
		}
		reply.Error = failure
	}
	encoded, err := wire.Encode(reply, response.YAML)
	if err != nil {
		encoded, _ = wire.Encode(Reply{Error: &render.Error{Message: err.Error()}}, nil)
	}
	return encoded
}

func (s *Session) handle(frame []byte) (render.Response, error) {
	var call Call
	contents, err := wire.Decode(frame, &call)
	if err != nil {
		return render.Response{}, fmt.Errorf("unreadable request: %w", err)
	}
	switch call.Operation {
	case "warmUp":
		return render.Response{}, render.WarmUp()
	case "collect":
		render.Collect()
		return render.Response{}, nil
	case "forget":
		delete(s.trees, call.Tree)
		return render.Response{}, nil
	case "files":
		return render.Response{}, change(s.tree(call.Tree), call, contents)
	case "render":
		tree := s.tree(call.Tree)
		if err := change(tree, call, contents); err != nil {
			return render.Response{}, err
		}
		return render.Render(tree, call.Request)
	default:
		return render.Response{}, fmt.Errorf("unknown operation %q", call.Operation)
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
