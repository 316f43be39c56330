// Package pin names the Argo CD API types the schemas are generated from.
package pin

import _ "github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
