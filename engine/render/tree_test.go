package render

import (
	"reflect"
	"testing"
)

func TestTreeForgetsFoldersWithTheirLastFile(t *testing.T) {
	tree := NewTree()
	tree.Set("/a/b/one.yaml", nil)
	tree.Set("/a/b/one.yaml", []byte("again"))
	tree.Set("/a/two.yaml", nil)
	tree.Mkdir("/empty")
	tree.Mkdir("/empty")
	files := newView(tree)
	if !files.IsDir("/a/b") || !files.IsDir("/empty") {
		t.Error("folders of files, and made ones, exist")
	}
	tree.Remove("/a/b/one.yaml")
	tree.Remove("/empty")
	tree.Remove("/never/there")
	if files.IsDir("/a/b") || files.IsDir("/empty") || !files.IsDir("/a") {
		t.Error("a folder exists as long as something is in it")
	}
}

func TestViewSpeaksLikeTheDisk(t *testing.T) {
	tree := NewTree()
	tree.Set("/a/file.yaml", []byte("x"))
	tree.Link("/loop", "loop")
	tree.Link("/up", "a/../a")
	files := newView(tree)
	for name, want := range map[string]string{
		"/a/gone.yaml":      "evalsymlink failure on '/a/gone.yaml' : lstat /a/gone.yaml: no such file or directory",
		"/b/c/gone.yaml":    "evalsymlink failure on '/b/c/gone.yaml' : lstat /b: no such file or directory",
		"/a/file.yaml/more": "evalsymlink failure on '/a/file.yaml/more' : not a directory",
		"/loop":             "evalsymlink failure on '/loop' : EvalSymlinks: too many links",
	} {
		if _, _, err := files.CleanedAbs(name); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if directory, name, err := files.CleanedAbs("/up/file.yaml"); directory != "/a" || name != "file.yaml" || err != nil {
		t.Errorf("through a link: %s, %s, %v", directory, name, err)
	}
	if _, err := files.ReadFile("/a"); err == nil || err.Error() != "read /a: is a directory" {
		t.Errorf("reading a directory: %v", err)
	}
	if _, err := files.ReadFile("/a/gone.yaml"); err == nil || err.Error() != "open /a/gone.yaml: no such file or directory" {
		t.Errorf("reading nothing: %v", err)
	}
}

func TestRenderTellsWhatItReadAndMissed(t *testing.T) {
	tree := NewTree()
	tree.Set("/r/kustomization.yaml", []byte("resources: [a.yaml, ../base]\nconfigMapGenerator: [{name: c, files: [k=data.txt]}]\n"))
	tree.Set("/r/a.yaml", []byte("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"))
	response, err := Render(tree, Request{Target: "/r"})
	if err == nil {
		t.Error("want an error, files are missing")
	}
	// All that can be known at once, not only what the build stumbled over first.
	want := []string{"/base", "/r/Kustomization", "/r/data.txt", "/r/kustomization.yml"}
	if !reflect.DeepEqual(response.Missing, want) {
		t.Errorf("missing %q, want %q", response.Missing, want)
	}
	if want := []string{"/r/a.yaml", "/r/kustomization.yaml"}; !reflect.DeepEqual(response.Read, want) {
		t.Errorf("read %q, want %q", response.Read, want)
	}
}

func TestIsRemote(t *testing.T) {
	for entry, want := range map[string]bool{
		"https://example.com/a.yaml": true, "http://example.com/a": true, "ssh://git@example.com/a/b": true,
		"git@github.com:a/b": true, "github.com/a/b": true, "git::https://example.com/a/b": true, "HTTPS://EXAMPLE.COM/A": true,
		"user@host/path": true, "file:///a/b": true, "../base": false, "base": false, "a@b": false,
		"deploy/v1@prod/base": false, "./github.com/a": false, "https.yaml": false,
	} {
		if got := isRemote(entry); got != want {
			t.Errorf("%s: %v", entry, got)
		}
	}
}
