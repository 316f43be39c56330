package main

import (
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
	"sigs.k8s.io/controller-tools/pkg/crd"
	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/loader"
	"sigs.k8s.io/controller-tools/pkg/markers"
)

// A source is a loaded pin: its packages by import path and the parser that knows their types.
type source struct {
	parser *crd.Parser
	roots  map[string]*loader.Package
}

// load type-checks the API packages of a pin with the module versions of its go.mod.
func load(pinsDir string, p pin) (*source, error) {
	paths := []string{}
	for _, apiPackage := range p.packages {
		paths = append(paths, apiPackage.importPath)
	}
	config := &packages.Config{
		Mode: packages.NeedModule,
		Dir:  filepath.Join(pinsDir, p.dir),
		Env:  append(os.Environ(), "GOFLAGS=-mod=readonly", "GOWORK=off"),
	}
	roots, err := loader.LoadRootsWithConfig(config, paths...)
	if err != nil {
		return nil, fmt.Errorf("pin %s: %w", p.dir, err)
	}
	registry := &markers.Registry{}
	if err := crdmarkers.Register(registry); err != nil {
		return nil, err
	}
	parser := &crd.Parser{
		Collector: &markers.Collector{Registry: registry},
		Checker:   &loader.TypeChecker{NodeFilters: []loader.NodeFilter{crd.Generator{}.CheckFilter()}},
		// kustomize embeds unexported bookkeeping fields and External Secrets has one float.
		IgnoreUnexportedFields: true,
		AllowDangerousTypes:    true,
	}
	crd.AddKnownTypes(parser)
	loaded := &source{parser: parser, roots: map[string]*loader.Package{}}
	for _, root := range roots {
		for _, problem := range root.Errors {
			return nil, fmt.Errorf("pin %s: %s: %s", p.dir, root.PkgPath, problem.Msg)
		}
		loaded.roots[root.PkgPath] = root
		parser.NeedPackage(root)
	}
	return loaded, nil
}

// problems returns what the schema generator could not express. Free-form Go interfaces are known and
// given an open schema by structNode.
func (s *source) problems() []string {
	found := []string{}
	seen := map[*loader.Package]bool{}
	for ident := range s.parser.Schemata {
		if seen[ident.Package] {
			continue
		}
		seen[ident.Package] = true
		for _, problem := range ident.Package.Errors {
			// Function bodies are not checked, so type errors from them mean nothing.
			if problem.Kind != packages.TypeError && !strings.Contains(problem.Msg, "interface type is not supported") {
				found = append(found, ident.Package.PkgPath+": "+problem.Msg)
			}
		}
	}
	return found
}

// lookup resolves a reference made by the schema generator, seen from a package.
func (s *source) lookup(reference string, from *loader.Package) (crd.TypeIdent, error) {
	name, path, err := crd.RefParts(reference)
	if err != nil {
		return crd.TypeIdent{}, err
	}
	if path == "" {
		return crd.TypeIdent{Package: from, Name: name}, nil
	}
	for ident := range s.parser.Schemata {
		if ident.Name == name && loader.NonVendorPath(ident.Package.PkgPath) == path {
			return ident, nil
		}
	}
	return crd.TypeIdent{}, fmt.Errorf("no type %s in %s", name, path)
}

// isOpenMap tells a Go `map[string]interface{}`, which has no schema of its own.
func isOpenMap(expression ast.Expr) bool {
	mapType, isMap := expression.(*ast.MapType)
	if !isMap {
		return false
	}
	_, isInterface := mapType.Value.(*ast.InterfaceType)
	return isInterface
}
