package render

import "sigs.k8s.io/kustomize/kyaml/openapi"

// ownSchemaUsed remembers that the process-wide schema of kustomize holds definitions of one
// kustomization, which must not be seen by the next render.
var ownSchemaUsed bool

// useSchema gives the next build the schema a new process would have. Builds without a schema of
// their own share the built-in one, which is expensive to parse.
func useSchema(own bool) {
	if own || ownSchemaUsed {
		openapi.ResetOpenAPI()
	}
	ownSchemaUsed = own
}
