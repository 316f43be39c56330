// Package pin keeps the types in go.mod that the definition is made from.
package pin

import _ "github.com/fluxcd/helm-controller/api/v2"
