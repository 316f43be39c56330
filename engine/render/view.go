package render

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// maxLinks is where a chain of symbolic links counts as a loop, as in path/filepath.
const maxLinks = 255

var (
	errNotExist     error = pathCause("no such file or directory")
	errNotDirectory error = pathCause("not a directory")
	errIsDirectory  error = pathCause("is a directory")
	errReadOnly           = errors.New("the files of a render are read-only")
)

// pathCause spells causes like Linux does on every platform, because kustomize's messages quote
// them (GOOS=js capitalises some).
type pathCause string

func (c pathCause) Error() string { return string(c) }

func (c pathCause) Is(target error) bool {
	return target == fs.ErrNotExist && string(c) == string(errNotExist.(pathCause))
}

// view is the file system of one render: a tree, contents replaced for this render only, and a
// record of what was read and what was looked for in vain. Messages equal those of the disk.
type view struct {
	tree      *Tree
	overrides map[string][]byte
	read      map[string]bool
	missing   map[string]bool
}

var _ filesys.FileSystem = (*view)(nil)

func newView(tree *Tree) *view {
	return &view{tree: tree, overrides: map[string][]byte{}, read: map[string]bool{}, missing: map[string]bool{}}
}

// resolve follows symbolic links in every component, like filepath.EvalSymlinks.
func (v *view) resolve(name string) (string, error) {
	name = cleanPath(name)
	if v.isPlain(name) {
		return name, nil
	}
	rest := strings.Split(strings.TrimPrefix(name, "/"), "/")
	resolved, links := "/", 0
	for len(rest) > 0 {
		part := rest[0]
		rest = rest[1:]
		if part == "" || part == "." {
			continue
		}
		if part == ".." {
			resolved = path.Dir(resolved)
			continue
		}
		next := path.Join(resolved, part)
		if target, isLink := v.tree.links[next]; isLink {
			if links++; links > maxLinks {
				return "", errors.New("EvalSymlinks: too many links")
			}
			if path.IsAbs(target) {
				resolved = "/"
			}
			rest = append(strings.Split(strings.Trim(target, "/"), "/"), rest...)
			continue
		}
		_, isFile := v.tree.files[next]
		switch {
		case isFile && len(rest) > 0:
			return "", errNotDirectory
		case !isFile && v.tree.directories[next] == 0:
			v.missing[name] = true
			return "", &fs.PathError{Op: "lstat", Path: next, Err: errNotExist}
		}
		resolved = next
	}
	return resolved, nil
}

// isPlain answers for the usual case: a known path in a tree without links.
func (v *view) isPlain(name string) bool {
	if len(v.tree.links) > 0 {
		return false
	}
	_, isFile := v.tree.files[name]
	return isFile || v.tree.directories[name] > 0
}

// CleanedAbs splits a path into an existing directory and a file name.
func (v *view) CleanedAbs(name string) (filesys.ConfirmedDir, string, error) {
	resolved, err := v.resolve(name)
	if err != nil {
		return "", "", fmt.Errorf("evalsymlink failure on '%s' : %w", name, err)
	}
	if v.tree.directories[resolved] > 0 {
		return filesys.ConfirmedDir(resolved), "", nil
	}
	return filesys.ConfirmedDir(path.Dir(resolved)), path.Base(resolved), nil
}

// ReadFile returns the content of a file; the caller must not change it.
func (v *view) ReadFile(name string) ([]byte, error) {
	resolved, err := v.resolve(name)
	if err != nil {
		cause := err
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			cause = pathError.Err
		}
		return nil, &fs.PathError{Op: "open", Path: name, Err: cause}
	}
	if v.tree.directories[resolved] > 0 {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errIsDirectory}
	}
	v.read[resolved] = true
	if content, replaced := v.overrides[resolved]; replaced {
		return content, nil
	}
	return v.tree.files[resolved].content, nil
}

// Exists tells whether the path, links followed, is a file or directory.
func (v *view) Exists(name string) bool {
	_, err := v.resolve(name)
	return err == nil
}

// IsDir tells whether the path, links followed, is a directory.
func (v *view) IsDir(name string) bool {
	resolved, err := v.resolve(name)
	return err == nil && v.tree.directories[resolved] > 0
}

// ReadDir lists a directory.
func (v *view) ReadDir(name string) ([]string, error) {
	resolved, err := v.resolve(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errNotExist}
	}
	return v.tree.list(resolved), nil
}

// Glob matches files like filepath.Glob, hidden ones left out unless the pattern names them.
func (v *view) Glob(pattern string) ([]string, error) {
	var found []string
	for name := range v.tree.files {
		matches, err := filepath.Match(pattern, name)
		if err != nil {
			return nil, err
		}
		if matches {
			found = append(found, name)
		}
	}
	sort.Strings(found)
	if filesys.IsHiddenFilePath(pattern) {
		return found, nil
	}
	return filesys.RemoveHiddenFiles(found), nil
}

// The rest of the interface writes or walks, which a build never does.

func (v *view) Create(string) (filesys.File, error)  { return nil, errReadOnly }
func (v *view) Open(string) (filesys.File, error)    { return nil, errReadOnly }
func (v *view) Mkdir(string) error                   { return errReadOnly }
func (v *view) MkdirAll(string) error                { return errReadOnly }
func (v *view) RemoveAll(string) error               { return nil }
func (v *view) WriteFile(string, []byte) error       { return errReadOnly }
func (v *view) Walk(string, filepath.WalkFunc) error { return errReadOnly }
