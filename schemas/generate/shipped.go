package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// A shipped release has CustomResourceDefinitions inside its module but keeps its Go types in a sub-module that no
// module proxy serves. The definitions say what is valid; the types of the pin only lend their names.
type shipped struct {
	module  string
	version string
	// sum is the module's checksum, because no go.sum covers a module that is only read.
	sum string
	// folder holds one file per kind, named <group>_<plural>.yaml.
	folder string
	group  string
}

var externalSecretsShipped = shipped{
	module:  "github.com/external-secrets/external-secrets",
	version: "v1.3.2",
	sum:     "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
	folder:  "config/crds/bases",
	group:   externalGroup,
}

// schema reads the definition of one version of a kind.
func (s *shipped) schema(kindName, version string) (*apiext.JSONSchemaProps, error) {
	directory, err := s.download()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(directory, s.folder, s.group+"_"+strings.ToLower(kindName)+"s.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	definition := apiext.CustomResourceDefinition{}
	if err := yaml.Unmarshal(text, &definition); err != nil {
		return nil, err
	}
	for _, candidate := range definition.Spec.Versions {
		if candidate.Name == version {
			return candidate.Schema.OpenAPIV3Schema, nil
		}
	}
	return nil, fmt.Errorf("%s has no version %s", file, version)
}

// download fetches the module into Go's cache and returns its folder.
func (s *shipped) download() (string, error) {
	command := exec.Command("go", "mod", "download", "-json", s.module+"@"+s.version)
	command.Dir = os.TempDir()
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	output, err := command.Output()
	found := struct{ Dir, Sum, Error string }{}
	if parseErr := json.Unmarshal(output, &found); parseErr != nil || found.Error != "" {
		return "", fmt.Errorf("download %s@%s: %s %v", s.module, s.version, found.Error, err)
	}
	if found.Sum != s.sum {
		return "", fmt.Errorf("%s@%s has checksum %s, expected %s", s.module, s.version, found.Sum, s.sum)
	}
	return found.Dir, nil
}

// merge makes the schema of a kind say what the shipped definition says, keeping the names of the Go types.
func (s *shipped) merge(kindName, version string, root *node, definitions map[string]*node) error {
	schema, err := s.schema(kindName, version)
	if err != nil {
		return err
	}
	m := &merger{definitions: definitions, merged: map[string]bool{"ObjectMeta": true}}
	m.object(kindName, root, *schema)
	m.dropUnused(root)
	return nil
}

// A merger walks a typed schema and a flat one side by side.
type merger struct {
	definitions map[string]*node
	merged      map[string]bool
}

func referenced(n *node) string {
	if n.schema.Ref == nil {
		return ""
	}
	return strings.TrimPrefix(*n.schema.Ref, "#/definitions/")
}

// node merges one place; name is the type name that a struct appearing here would get.
func (m *merger) node(name string, typed *node, flat apiext.JSONSchemaProps) {
	if target := referenced(typed); target != "" {
		if !m.merged[target] {
			m.merged[target] = true
			rules := m.definitions[target].schema.XValidations
			m.object(target, m.definitions[target], flat)
			// Rules of the field are mixed with those of the type here; the field already carries both.
			if len(typed.schema.XValidations) > 0 {
				m.definitions[target].schema.XValidations = rules
			}
			m.definitions[target].schema.Default = nil
		}
		typed.schema.Default = flat.Default
		return
	}
	typed.schema = withoutChildren(flat)
	if flat.Items != nil && flat.Items.Schema != nil {
		if typed.items == nil {
			typed.items = m.fresh(name, *flat.Items.Schema)
		} else {
			m.node(name, typed.items, *flat.Items.Schema)
		}
	}
	if flat.AdditionalProperties != nil && flat.AdditionalProperties.Schema != nil && typed.values != nil {
		m.node(name, typed.values, *flat.AdditionalProperties.Schema)
	}
}

// object merges the fields of a struct: kept in the order of the type, new ones behind, vanished ones dropped.
func (m *merger) object(typeName string, typed *node, flat apiext.JSONSchemaProps) {
	typed.schema = withoutChildren(flat)
	kept := []property{}
	for _, p := range typed.properties {
		if flatProperty, still := flat.Properties[p.name]; still {
			m.node(fieldTypeName(typeName, p.name), p.node, flatProperty)
			kept = append(kept, p)
		}
	}
	typed.properties = kept
	added := []string{}
	for name := range flat.Properties {
		if typed.property(name) == nil {
			added = append(added, name)
		}
	}
	sort.Strings(added)
	for _, name := range added {
		child := m.fresh(fieldTypeName(typeName, name), flat.Properties[name])
		typed.properties = append(typed.properties, property{name, child})
	}
}

// fresh builds a node without a type to go by: objects become definitions, the same as a known one where equal.
func (m *merger) fresh(name string, flat apiext.JSONSchemaProps) *node {
	result := &node{schema: withoutChildren(flat), deprecated: deprecation.MatchString(flat.Description)}
	if flat.Items != nil && flat.Items.Schema != nil {
		result.items = m.fresh(name, *flat.Items.Schema)
	}
	if flat.AdditionalProperties != nil && flat.AdditionalProperties.Schema != nil {
		result.values = m.fresh(name, *flat.AdditionalProperties.Schema)
	}
	if len(flat.Properties) == 0 {
		return result
	}
	m.object(name, result, flat)
	wanted := string(encodeNode(result))
	for _, known := range sortedKeys(m.definitions) {
		if m.equal(m.definitions[known], wanted, result) {
			return reference(known)
		}
	}
	m.definitions[name] = result
	m.merged[name] = true
	return reference(name)
}

// equal compares regardless of the order of fields.
func (m *merger) equal(known *node, wanted string, candidate *node) bool {
	if len(known.properties) != len(candidate.properties) {
		return false
	}
	ordered := *known
	ordered.properties = append([]property{}, known.properties...)
	sort.Slice(ordered.properties, func(i, j int) bool { return ordered.properties[i].name < ordered.properties[j].name })
	return string(encodeNode(&ordered)) == wanted
}

// dropUnused removes definitions that nothing refers to any more.
func (m *merger) dropUnused(root *node) {
	used := map[string]bool{}
	var visit func(n *node)
	visit = func(n *node) {
		if n == nil {
			return
		}
		if target := referenced(n); target != "" && !used[target] {
			used[target] = true
			visit(m.definitions[target])
		}
		for _, p := range n.properties {
			visit(p.node)
		}
		visit(n.items)
		visit(n.values)
	}
	visit(root)
	for name := range m.definitions {
		if !used[name] {
			delete(m.definitions, name)
		}
	}
}

func withoutChildren(flat apiext.JSONSchemaProps) apiext.JSONSchemaProps {
	schema := *flat.DeepCopy()
	schema.Properties = nil
	schema.Description = ""
	return schema
}

func reference(name string) *node {
	link := "#/definitions/" + name
	return &node{schema: apiext.JSONSchemaProps{Ref: &link}}
}

// fieldTypeName names a type after its field, the way upstream does: the provider `barbican` is a BarbicanProvider.
func fieldTypeName(owner, field string) string {
	capital := strings.ToUpper(field[:1]) + field[1:]
	if owner == "SecretStoreProvider" {
		return capital + "Provider"
	}
	return strings.TrimSuffix(owner, "Provider") + capital
}
