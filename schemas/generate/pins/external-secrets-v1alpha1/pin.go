// Package pin names the External Secrets v1alpha1 types; releases after 0.15 no longer carry them.
package pin

import _ "github.com/external-secrets/external-secrets/apis/externalsecrets/v1alpha1"
