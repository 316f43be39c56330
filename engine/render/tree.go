package render

import (
	"maps"
	"path"
	"sort"
	"strings"
)

// Tree is the set of files the caller handed over: nothing else exists for a render.
// Paths are absolute and slash separated; the directories above every file exist too.
type Tree struct {
	files       map[string]*file
	links       map[string]string
	made        map[string]bool
	directories map[string]int
}

// file is one content. Entries are never changed, only replaced, so whatever was derived from a
// content stays valid as long as the entry is the same pointer.
type file struct {
	content       []byte
	kustomization *parsedKustomization
}

// NewTree returns an empty tree.
func NewTree() *Tree {
	return &Tree{files: map[string]*file{}, links: map[string]string{}, made: map[string]bool{}, directories: map[string]int{"/": 1}}
}

// Set adds or replaces a file. The tree keeps content: the caller must not change it afterwards.
func (t *Tree) Set(name string, content []byte) {
	name = cleanPath(name)
	_, known := t.files[name]
	t.files[name] = &file{content: content}
	if !known {
		t.countParents(name, 1)
	}
}

// with returns a tree in which one file has another content. The trees share everything else.
func (t *Tree) with(name string, content []byte) *Tree {
	files := maps.Clone(t.files)
	files[name] = &file{content: content}
	return &Tree{files: files, links: t.links, made: t.made, directories: t.directories}
}

// Link adds a symbolic link. A relative target is relative to the directory of the link.
func (t *Tree) Link(name, target string) {
	name = cleanPath(name)
	_, known := t.links[name]
	t.links[name] = target
	if !known {
		t.countParents(name, 1)
	}
}

// Mkdir adds a directory that may hold none of the files handed over.
func (t *Tree) Mkdir(name string) {
	name = cleanPath(name)
	if t.made[name] {
		return
	}
	t.made[name] = true
	t.countDirectory(name, 1)
	t.countParents(name, 1)
}

// Remove forgets a file, link or made directory, and the directories that held nothing else.
func (t *Tree) Remove(name string) {
	name = cleanPath(name)
	if _, isFile := t.files[name]; isFile {
		delete(t.files, name)
		t.countParents(name, -1)
	}
	if _, isLink := t.links[name]; isLink {
		delete(t.links, name)
		t.countParents(name, -1)
	}
	if t.made[name] {
		delete(t.made, name)
		t.countDirectory(name, -1)
		t.countParents(name, -1)
	}
}

func (t *Tree) countParents(name string, change int) {
	for directory := path.Dir(name); directory != "/"; directory = path.Dir(directory) {
		t.countDirectory(directory, change)
	}
}

func (t *Tree) countDirectory(directory string, change int) {
	t.directories[directory] += change
	if t.directories[directory] <= 0 {
		delete(t.directories, directory)
	}
}

// list returns the names directly inside a directory, sorted like os.ReadDir does.
func (t *Tree) list(directory string) []string {
	prefix := strings.TrimSuffix(directory, "/") + "/"
	names := map[string]bool{}
	add := func(name string) {
		if rest, found := strings.CutPrefix(name, prefix); found && rest != "" {
			first, _, _ := strings.Cut(rest, "/")
			names[first] = true
		}
	}
	for name := range t.files {
		add(name)
	}
	for name := range t.links {
		add(name)
	}
	for name := range t.directories {
		add(name)
	}
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	return sorted
}

// cleanPath makes every spelling of a path the one key the tree stores it under.
func cleanPath(name string) string {
	return path.Clean("/" + name)
}
