package main

import (
	"fmt"
	"path"
	"regexp"
	"sort"
	"strings"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	"sigs.k8s.io/controller-tools/pkg/loader"
)

const metaV1 = "k8s.io/apimachinery/pkg/apis/meta/v1"

// deprecation is how Go documentation says that a field should no longer be written. "The caFile key is deprecated."
// in the middle of a sentence speaks of something else.
var deprecation = regexp.MustCompile(`^(?i:deprecated)\b|\bDeprecated[:.]`)

// A node is a schema plus the facts that JSONSchemaProps has no room for.
type node struct {
	schema apiext.JSONSchemaProps
	// properties in the order of the Go struct, embedded structs expanded in place.
	properties []property
	items      *node
	values     *node
	// goType is set for text with a grammar that the schema cannot express, such as Duration.
	goType      string
	deprecated  bool
	knownValues []string
}

type property struct {
	name string
	node *node
}

func (n *node) property(name string) *node {
	for _, p := range n.properties {
		if p.name == name {
			return p.node
		}
	}
	return nil
}

// A builder turns the schemata of one root type into definitions, one per Go struct.
type builder struct {
	source      *source
	root        crd.TypeIdent
	definitions map[crd.TypeIdent]*node
	names       map[crd.TypeIdent]string
	err         error
}

func newBuilder(s *source, root crd.TypeIdent) *builder {
	return &builder{source: s, root: root, definitions: map[crd.TypeIdent]*node{}, names: map[crd.TypeIdent]string{}}
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// build returns the root node and the definitions by name.
func (b *builder) build() (*node, map[string]*node, error) {
	b.source.parser.NeedSchemaFor(b.root)
	root := b.structNode(b.root)
	b.nameDefinitions()
	named := map[string]*node{}
	b.link(root)
	for ident, definition := range b.definitions {
		b.link(definition)
		named[b.names[ident]] = definition
	}
	return root, named, b.err
}

// isStruct tells whether a type becomes a definition of its own. Everything else is written in place.
func (b *builder) isStruct(ident crd.TypeIdent) bool {
	schema := b.source.parser.Schemata[ident]
	return schema.Type == "object" && (len(schema.Properties) > 0 || len(schema.AllOf) > 0)
}

// structNode converts a Go struct, with its embedded structs expanded.
func (b *builder) structNode(ident crd.TypeIdent) *node {
	schema := b.source.parser.Schemata[ident]
	info := b.source.parser.Types[ident]
	result := &node{schema: *schema.DeepCopy()}
	result.schema.Properties, result.schema.AllOf = nil, nil
	if info == nil {
		b.fail(fmt.Errorf("no Go type for %s", ident))
		return result
	}
	for _, field := range info.Fields {
		tag, tagged := field.Tag.Lookup("json")
		name, options, _ := strings.Cut(tag, ",")
		if !tagged || tag == "-" || (field.Name != "" && field.Name[0] >= 'a' && field.Name[0] <= 'z') {
			continue
		}
		if name == "" || strings.Contains(","+options+",", ",inline,") {
			b.embed(result, ident, field.RawField.Type)
			continue
		}
		fieldSchema, known := schema.Properties[name]
		if !known {
			continue
		}
		child := b.convert(fieldSchema, ident.Package)
		if isOpenMap(field.RawField.Type) {
			open := true
			child.schema.Type, child.schema.XPreserveUnknownFields = "object", &open
		}
		result.properties = append(result.properties, property{name, child})
	}
	return result
}

// embed copies the fields of an embedded struct into the struct around it; its own fields win.
func (b *builder) embed(into *node, owner crd.TypeIdent, expression any) {
	for _, part := range b.source.parser.Schemata[owner].AllOf {
		if part.Ref == nil {
			continue
		}
		ident, err := b.source.lookup(*part.Ref, owner.Package)
		if err != nil {
			b.fail(err)
			continue
		}
		if !namesType(expression, ident.Name) {
			continue
		}
		embedded := b.structNode(ident)
		for _, p := range embedded.properties {
			if _, own := b.source.parser.Schemata[owner].Properties[p.name]; !own && into.property(p.name) == nil {
				into.properties = append(into.properties, p)
			}
		}
		into.schema.Required = append(into.schema.Required, embedded.schema.Required...)
		into.schema.XValidations = append(into.schema.XValidations, embedded.schema.XValidations...)
		into.schema.XValidations = append(into.schema.XValidations, part.XValidations...)
	}
	sort.Strings(into.schema.Required)
}

// convert turns a generated schema into a node: structs stay references, other named types are written in place.
func (b *builder) convert(schema apiext.JSONSchemaProps, from *loader.Package) *node {
	result := &node{deprecated: deprecation.MatchString(schema.Description)}
	if schema.Ref != nil {
		b.convertReference(result, schema, from)
		return result
	}
	result.schema = *schema.DeepCopy()
	if schema.Items != nil && schema.Items.Schema != nil {
		result.items = b.convert(*schema.Items.Schema, from)
	}
	if schema.AdditionalProperties != nil && schema.AdditionalProperties.Schema != nil {
		result.values = b.convert(*schema.AdditionalProperties.Schema, from)
	}
	return result
}

func (b *builder) convertReference(result *node, schema apiext.JSONSchemaProps, from *loader.Package) {
	ident, err := b.source.lookup(*schema.Ref, from)
	if err != nil {
		b.fail(err)
		return
	}
	own := *schema.DeepCopy()
	own.Ref = nil
	if b.isStruct(ident) || b.isObjectMeta(ident) {
		own.Type = ""
		reference := definitionKey(ident)
		own.Ref = &reference
		if _, done := b.definitions[ident]; !done {
			b.definitions[ident] = &node{}
			*b.definitions[ident] = *b.definition(ident)
		}
		own.XValidations = appendRules(own.XValidations, b.definitions[ident].schema.XValidations)
		result.schema = own
		return
	}
	target := b.convert(b.source.parser.Schemata[ident], ident.Package)
	// The generator's own merge keeps both constraints where field and type disagree.
	description := own.Description
	merged := crd.FlattenEmbedded(&apiext.JSONSchemaProps{AllOf: []apiext.JSONSchemaProps{target.schema, own}}, ident.Package)
	merged.Description = description
	result.schema = *merged
	result.items, result.values, result.goType = target.items, target.values, target.goType
	if ident.Name == "Duration" && ident.Package.PkgPath == metaV1 {
		result.goType = "Duration"
	}
}

func (b *builder) isObjectMeta(ident crd.TypeIdent) bool {
	return ident.Name == "ObjectMeta" && ident.Package.PkgPath == metaV1
}

func (b *builder) definition(ident crd.TypeIdent) *node {
	if b.isObjectMeta(ident) {
		return objectMeta()
	}
	return b.structNode(ident)
}

// appendRules joins the rules of a field with those of its type, in the order controller-gen writes them. A key
// beside $ref replaces the definition's, so the field has to carry both when it has any.
func appendRules(own, ofType apiext.ValidationRules) apiext.ValidationRules {
	if len(own) == 0 {
		return nil
	}
	return append(own, ofType...)
}

// definitionKey is the reference while names are not known yet; link replaces it.
func definitionKey(ident crd.TypeIdent) string {
	return ident.Package.PkgPath + "#" + ident.Name
}

// nameDefinitions gives every definition its Go type name. When two packages have a type of the same name, the one
// beside the root type keeps it and the others carry their package in front.
func (b *builder) nameDefinitions() {
	byName := map[string][]crd.TypeIdent{}
	for ident := range b.definitions {
		byName[ident.Name] = append(byName[ident.Name], ident)
	}
	for name, idents := range byName {
		for _, ident := range idents {
			if len(idents) == 1 || ident.Package == b.root.Package {
				b.names[ident] = name
			} else {
				b.names[ident] = path.Base(ident.Package.PkgPath) + "." + name
			}
		}
	}
}

// link writes the final names into the references of a node.
func (b *builder) link(n *node) {
	if n == nil {
		return
	}
	if n.schema.Ref != nil && strings.Contains(*n.schema.Ref, "#") && !strings.HasPrefix(*n.schema.Ref, "#/") {
		for ident, name := range b.names {
			if definitionKey(ident) == *n.schema.Ref {
				reference := "#/definitions/" + name
				n.schema.Ref = &reference
				break
			}
		}
	}
	for _, p := range n.properties {
		b.link(p.node)
	}
	b.link(n.items)
	b.link(n.values)
}
