// Package pin names the External Secrets API types the schemas are generated from.
package pin

import (
	_ "github.com/external-secrets/external-secrets/apis/externalsecrets/v1"
	_ "github.com/external-secrets/external-secrets/apis/externalsecrets/v1beta1"
)
