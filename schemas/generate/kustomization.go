package main

import apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

// What kustomize checks in code, because its types carry no markers.
var (
	// kustomizeEnums are values outside of which a build fails.
	kustomizeEnums = map[string][]string{
		"SortOptions.order":         {"legacy", "fifo"},
		"HelmChart.valuesMerge":     {"merge", "override", "replace"},
		"HelmChartArgs.valuesMerge": {"merge", "override", "replace"},
	}
	// kustomizeKnownValues are the values with a meaning where kustomize quietly ignores any other.
	kustomizeKnownValues = map[string][]string{
		"ConfigMapArgs.behavior": {"create", "replace", "merge"},
		"SecretArgs.behavior":    {"create", "replace", "merge"},
	}
	// kustomizeKnownItems are the same for the items of a list.
	kustomizeKnownItems = map[string][]string{
		"Kustomization.buildMetadata": {"originAnnotations", "transformerAnnotations", "managedByLabel"},
	}
	// kustomizeDeprecated are fields whose documentation does not use the word.
	kustomizeDeprecated = []string{"ConfigMapArgs.env", "SecretArgs.env"}
)

// relaxFile makes the schema of a kustomization file say what kustomize accepts: it reads the file with Go's JSON
// decoder and unknown fields refused, so that no field is required and null stands for every absent value.
func relaxFile(rootType string, root *node, definitions map[string]*node) {
	relax(root)
	annotate(rootType, root)
	for name, definition := range definitions {
		relax(definition)
		annotate(name, definition)
	}
}

func relax(n *node) {
	if n == nil {
		return
	}
	n.schema.Required = nil
	for _, p := range n.properties {
		p.node.schema.Nullable = true
		relax(p.node)
	}
	if n.values != nil {
		n.values.schema.Nullable = true
	}
	relax(n.values)
	relax(n.items)
}

func annotate(typeName string, n *node) {
	for _, p := range n.properties {
		key := typeName + "." + p.name
		p.node.schema.Enum = append(p.node.schema.Enum, texts(kustomizeEnums[key])...)
		p.node.knownValues = kustomizeKnownValues[key]
		if p.node.items != nil {
			p.node.items.knownValues = kustomizeKnownItems[key]
		}
		for _, deprecated := range kustomizeDeprecated {
			p.node.deprecated = p.node.deprecated || deprecated == key
		}
	}
}

func texts(values []string) []apiext.JSON {
	encoded := []apiext.JSON{}
	for _, value := range values {
		encoded = append(encoded, apiext.JSON{Raw: encodeValue(value)})
	}
	return encoded
}
