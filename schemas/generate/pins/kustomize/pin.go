// Package pin names the kustomize types the schemas are generated from.
package pin

import _ "sigs.k8s.io/kustomize/api/types"
