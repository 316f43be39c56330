package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// supplement.json holds what releases after the pinned ones changed, where their types cannot be loaded, so that nobody
// on a newer release is told of a mistake that is none. Constraints are only there where a document that breaks them
// never worked in the older release either.
//
//go:embed supplement.json
var supplementText []byte

// An addition is what one type accepts beyond its pinned release.
type addition struct {
	// New is a whole type that the pinned release does not have.
	New *apiext.JSONSchemaProps `json:"new"`
	// Properties are new fields.
	Properties map[string]apiext.JSONSchemaProps `json:"properties"`
	// Replace are fields that got a wider type.
	Replace map[string]apiext.JSONSchemaProps `json:"replace"`
	// Enums are new values by field.
	Enums map[string][]string `json:"enums"`
	// Constraints are keys of the type itself that take other values.
	Constraints json.RawMessage `json:"constraints"`
}

// A supplement adds to the definitions of all kinds and remembers what it used.
type supplement struct {
	additions map[string]map[string]addition
	used      map[string]bool
}

func readSupplement() (*supplement, error) {
	s := &supplement{used: map[string]bool{}}
	return s, json.Unmarshal(supplementText, &s.additions)
}

// apply adds to the types of one schema file. What the pinned release has learnt meanwhile is an error.
func (s *supplement) apply(groupVersion string, root *node, definitions map[string]*node) error {
	additions := s.additions[groupVersion]
	present := []string{}
	for typeName := range additions {
		if definitions[typeName] != nil && additions[typeName].New == nil {
			present = append(present, typeName)
		}
	}
	sort.Strings(present)
	if len(present) == 0 {
		return nil
	}
	for _, typeName := range present {
		s.used[groupVersion+" "+typeName] = true
		if err := widen(typeName, definitions[typeName], additions[typeName]); err != nil {
			return err
		}
	}
	for typeName, added := range additions {
		if added.New == nil {
			continue
		}
		if definitions[typeName] != nil {
			return fmt.Errorf("supplement.json: %s exists upstream now, remove it", typeName)
		}
		definitions[typeName] = plainNode(*added.New)
	}
	(&merger{definitions: definitions}).dropUnused(root)
	for typeName, added := range additions {
		if added.New != nil && definitions[typeName] != nil {
			s.used[groupVersion+" "+typeName] = true
		}
	}
	return nil
}

func widen(typeName string, definition *node, added addition) error {
	for _, name := range sortedKeys(added.Properties) {
		if definition.property(name) != nil {
			return fmt.Errorf("supplement.json: %s.%s exists upstream now, remove it", typeName, name)
		}
		definition.properties = append(definition.properties, property{name, plainNode(added.Properties[name])})
	}
	for _, name := range sortedKeys(added.Replace) {
		field := definition.property(name)
		if field == nil {
			return fmt.Errorf("supplement.json: %s.%s does not exist", typeName, name)
		}
		*field = *plainNode(added.Replace[name])
	}
	for _, name := range sortedKeys(added.Enums) {
		field := definition.property(name)
		if field == nil || len(field.schema.Enum) == 0 {
			return fmt.Errorf("supplement.json: %s.%s has no enum", typeName, name)
		}
		field.schema.Enum = append(field.schema.Enum, texts(added.Enums[name])...)
	}
	if len(added.Constraints) > 0 {
		return json.Unmarshal(added.Constraints, &definition.schema)
	}
	return nil
}

// unused returns additions to types that no file has.
func (s *supplement) unused() error {
	missing := []string{}
	for groupVersion, additions := range s.additions {
		for typeName := range additions {
			if key := groupVersion + " " + typeName; !s.used[key] {
				missing = append(missing, key)
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	sort.Strings(missing)
	return fmt.Errorf("supplement.json: nothing has these types: %s", strings.Join(missing, ", "))
}

// plainNode is a node for a schema that is written down by hand.
func plainNode(schema apiext.JSONSchemaProps) *node {
	result := &node{schema: withoutChildren(schema)}
	for _, name := range sortedKeys(schema.Properties) {
		result.properties = append(result.properties, property{name, plainNode(schema.Properties[name])})
	}
	if schema.Items != nil && schema.Items.Schema != nil {
		result.items = plainNode(*schema.Items.Schema)
	}
	if schema.AdditionalProperties != nil && schema.AdditionalProperties.Schema != nil {
		result.values = plainNode(*schema.AdditionalProperties.Schema)
	}
	return result
}

func sortedKeys[V any](values map[string]V) []string {
	keys := []string{}
	for key := range values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
