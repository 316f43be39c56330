package render

import (
	"errors"
	"path"
	"regexp"
	"strconv"
	"strings"
)

var (
	quotedName = regexp.MustCompile(`'([^'\s]+)'|"([^"\s]+)"|in File: (\S+)|in directory (\S+)|path='([^']+)'`)
	yamlLine   = regexp.MustCompile(`yaml: line (\d+)`)
	malformed  = regexp.MustCompile(`in File: (\S+)`)
)

// locate turns an error of the build into an Error that names the file, as far as the text tells.
func locate(files *view, target string, err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	message := err.Error()
	located := &Error{Message: message}
	located.Path = fileOf(files, cleanPath(target), message)
	if line := yamlLine.FindStringSubmatch(message); line != nil && located.Path != "" {
		located.Line, _ = strconv.Atoi(line[1])
	}
	return located
}

// fileOf finds the innermost file of a message. Kustomize wraps from the outside in, naming
// directories by absolute path and files relative to the directory named before them.
func fileOf(files *view, target, message string) string {
	if name := malformed.FindStringSubmatch(message); name != nil {
		if found := uniqueFile(files, name[1]); found != "" {
			return found
		}
	}
	directory, found := target, ""
	for _, match := range quotedName.FindAllStringSubmatch(message, -1) {
		name := strings.Join(match[1:], "")
		absolute := name
		if !path.IsAbs(name) {
			absolute = path.Join(directory, name)
		}
		resolved, err := files.resolve(absolute)
		if err != nil {
			continue
		}
		if files.tree.directories[resolved] > 0 {
			directory, found = resolved, ""
		} else {
			found = resolved
		}
	}
	if found != "" {
		return found
	}
	s := &survey{files: files}
	name, _ := s.kustomization(directory)
	return name
}

// uniqueFile returns the one file read whose path ends in name.
func uniqueFile(files *view, name string) string {
	found := ""
	suffix := "/" + strings.TrimPrefix(path.Clean(name), "/")
	for candidate := range files.read {
		if strings.HasSuffix(candidate, suffix) {
			if found != "" {
				return ""
			}
			found = candidate
		}
	}
	return found
}
