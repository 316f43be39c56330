package main

import (
	"bytes"
	"encoding/json"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// A writer makes minified JSON objects whose keys keep the order in which they were added.
type writer struct {
	buffer bytes.Buffer
	empty  bool
}

func openObject() *writer {
	w := &writer{empty: true}
	w.buffer.WriteByte('{')
	return w
}

func (w *writer) key(name string) {
	if !w.empty {
		w.buffer.WriteByte(',')
	}
	w.empty = false
	w.buffer.Write(encodeValue(name))
	w.buffer.WriteByte(':')
}

func (w *writer) raw(name string, value []byte) {
	w.key(name)
	w.buffer.Write(value)
}

func (w *writer) value(name string, value any) { w.raw(name, encodeValue(value)) }

func (w *writer) text(name, value string) {
	if value != "" {
		w.value(name, value)
	}
}

func (w *writer) flag(name string, value bool) {
	if value {
		w.raw(name, []byte("true"))
	}
}

func (w *writer) close() []byte {
	w.buffer.WriteByte('}')
	return w.buffer.Bytes()
}

// encodeValue leaves <, > and & alone; CEL rules are full of them.
func encodeValue(value any) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
}

// encodeNode writes a schema without its descriptions.
func encodeNode(n *node) []byte {
	w := openObject()
	s := n.schema
	if s.Ref != nil {
		w.value("$ref", *s.Ref)
	}
	w.text("type", s.Type)
	w.text("format", s.Format)
	w.text("x-go-type", n.goType)
	w.flag("deprecated", n.deprecated)
	w.flag("nullable", s.Nullable)
	if len(s.Enum) > 0 {
		w.value("enum", s.Enum)
	}
	if len(n.knownValues) > 0 {
		w.value("x-known-values", n.knownValues)
	}
	if s.Default != nil {
		w.raw("default", s.Default.Raw)
	}
	w.text("pattern", s.Pattern)
	writeBounds(w, s)
	if len(s.Required) > 0 {
		w.value("required", s.Required)
	}
	if len(n.properties) > 0 {
		properties := openObject()
		for _, p := range n.properties {
			properties.raw(p.name, encodeNode(p.node))
		}
		w.raw("properties", properties.close())
	}
	if n.items != nil {
		w.raw("items", encodeNode(n.items))
	}
	if n.values != nil {
		w.raw("additionalProperties", encodeNode(n.values))
	} else if s.AdditionalProperties != nil {
		w.value("additionalProperties", s.AdditionalProperties.Allows)
	}
	writeAlternatives(w, s)
	writeExtensions(w, s)
	return w.close()
}

func writeBounds(w *writer, s apiext.JSONSchemaProps) {
	numbers := map[string]*float64{"minimum": s.Minimum, "maximum": s.Maximum, "multipleOf": s.MultipleOf}
	for _, name := range []string{"minimum", "maximum", "multipleOf"} {
		if numbers[name] != nil {
			w.value(name, *numbers[name])
		}
	}
	w.flag("exclusiveMinimum", s.ExclusiveMinimum)
	w.flag("exclusiveMaximum", s.ExclusiveMaximum)
	counts := []struct {
		name  string
		value *int64
	}{
		{"minLength", s.MinLength}, {"maxLength", s.MaxLength}, {"minItems", s.MinItems},
		{"maxItems", s.MaxItems}, {"minProperties", s.MinProperties}, {"maxProperties", s.MaxProperties},
	}
	for _, count := range counts {
		if count.value != nil {
			w.value(count.name, *count.value)
		}
	}
	w.flag("uniqueItems", s.UniqueItems)
}

func writeAlternatives(w *writer, s apiext.JSONSchemaProps) {
	if len(s.AllOf) > 0 {
		w.value("allOf", s.AllOf)
	}
	if len(s.AnyOf) > 0 {
		w.value("anyOf", s.AnyOf)
	}
	if len(s.OneOf) > 0 {
		w.value("oneOf", s.OneOf)
	}
	if s.Not != nil {
		w.value("not", s.Not)
	}
}

func writeExtensions(w *writer, s apiext.JSONSchemaProps) {
	w.flag("x-kubernetes-int-or-string", s.XIntOrString)
	w.flag("x-kubernetes-embedded-resource", s.XEmbeddedResource)
	w.flag("x-kubernetes-preserve-unknown-fields", s.XPreserveUnknownFields != nil && *s.XPreserveUnknownFields)
	if s.XListType != nil {
		w.value("x-kubernetes-list-type", *s.XListType)
	}
	if len(s.XListMapKeys) > 0 {
		w.value("x-kubernetes-list-map-keys", s.XListMapKeys)
	}
	if s.XMapType != nil {
		w.value("x-kubernetes-map-type", *s.XMapType)
	}
	if len(s.XValidations) > 0 {
		w.value("x-kubernetes-validations", s.XValidations)
	}
}

// encodeFile writes one schema file: a line for each definition, so that an update reads well as a difference.
func encodeFile(header *writer, root *node, definitions map[string]*node) []byte {
	names := sortedKeys(definitions)
	header.raw("schema", encodeNode(root))
	text := bytes.TrimSuffix(header.close(), []byte("}"))
	text = append(text, []byte(",\"definitions\":{")...)
	for i, name := range names {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, '\n')
		text = append(append(text, encodeValue(name)...), ':')
		text = append(text, encodeNode(definitions[name])...)
	}
	return append(text, []byte("\n}}\n")...)
}
