package main

import (
	"go/ast"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// namesType tells whether a Go type expression, a pointer or not, ends in the given type name.
func namesType(expression any, name string) bool {
	switch typed := expression.(type) {
	case *ast.StarExpr:
		return namesType(typed.X, name)
	case *ast.SelectorExpr:
		return typed.Sel.Name == name
	case *ast.Ident:
		return typed.Name == name
	}
	return false
}

func scalar(kind string) *node { return &node{schema: apiext.JSONSchemaProps{Type: kind}} }

func formatted(kind, format string) *node {
	return &node{schema: apiext.JSONSchemaProps{Type: kind, Format: format}}
}

func nullable(n *node) *node {
	n.schema.Nullable = true
	return n
}

func mapOf(values *node) *node {
	return &node{schema: apiext.JSONSchemaProps{Type: "object"}, values: values}
}

func listOf(items *node) *node {
	return &node{schema: apiext.JSONSchemaProps{Type: "array"}, items: items}
}

func object(required []string, properties ...property) *node {
	return &node{schema: apiext.JSONSchemaProps{Type: "object", Required: required}, properties: properties}
}

// objectMeta is the metadata every API server accepts. CustomResourceDefinitions leave it out because the server
// checks it itself; controller-gen only writes `type: object`.
func objectMeta() *node {
	open := true
	fields := &node{schema: apiext.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &open}}
	owner := object([]string{"apiVersion", "kind", "name", "uid"},
		property{"apiVersion", scalar("string")},
		property{"kind", scalar("string")},
		property{"name", scalar("string")},
		property{"uid", scalar("string")},
		property{"controller", scalar("boolean")},
		property{"blockOwnerDeletion", scalar("boolean")},
	)
	managed := object(nil,
		property{"manager", scalar("string")},
		property{"operation", scalar("string")},
		property{"apiVersion", scalar("string")},
		property{"time", nullable(formatted("string", "date-time"))},
		property{"fieldsType", scalar("string")},
		property{"fieldsV1", fields},
		property{"subresource", scalar("string")},
	)
	return object(nil,
		property{"name", scalar("string")},
		property{"namespace", scalar("string")},
		property{"labels", nullable(mapOf(scalar("string")))},
		property{"annotations", nullable(mapOf(scalar("string")))},
		property{"finalizers", nullable(listOf(scalar("string")))},
		property{"generateName", scalar("string")},
		property{"ownerReferences", nullable(listOf(owner))},
		property{"creationTimestamp", nullable(formatted("string", "date-time"))},
		property{"deletionTimestamp", nullable(formatted("string", "date-time"))},
		property{"deletionGracePeriodSeconds", nullable(formatted("integer", "int64"))},
		property{"uid", scalar("string")},
		property{"resourceVersion", scalar("string")},
		property{"generation", formatted("integer", "int64")},
		property{"selfLink", scalar("string")},
		property{"managedFields", nullable(listOf(managed))},
	)
}
