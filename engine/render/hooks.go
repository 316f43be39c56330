//go:build kustomize_hooks

package render

import "sigs.k8s.io/kustomize/api/resource"

// The hooks exist in the patched copy of kustomize (see ../patches) that the WebAssembly is built from.
func init() {
	resource.ReadNodes = readNodes
	resource.ParseHook = newParsedNodes().parse
}
