package render

import "errors"

// WarmUp parses what every build needs and kustomize keeps: the built-in OpenAPI schema and the
// default field specs. The small overlay touches each.
func WarmUp() error {
	tree := NewTree()
	for name, text := range warmUpFiles {
		tree.Set(name, []byte(text))
	}
	response, err := Render(tree, Request{Target: "/warm-up"})
	if err != nil {
		return err
	}
	if len(response.YAML) == 0 {
		return errors.New("the warm-up rendered nothing")
	}
	return nil
}

var warmUpFiles = map[string]string{
	"/warm-up/kustomization.yaml": `
namePrefix: a-
namespace: warm
labels: [{pairs: {app: warm}, includeSelectors: true}]
commonAnnotations: {note: warm}
images: [{name: app, newTag: "2"}]
replicas: [{name: app, count: 2}]
resources: [deployment.yaml]
configMapGenerator: [{name: settings, literals: [a=b]}]
patches:
- path: patch.yaml
- target: {kind: Deployment}
  patch: '[{"op": "add", "path": "/metadata/annotations/second", "value": "warm"}]'
`,
	"/warm-up/deployment.yaml": `
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  template:
    spec:
      containers:
      - {name: app, image: app, envFrom: [{configMapRef: {name: settings}}]}
`,
	"/warm-up/patch.yaml": `
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  template:
    spec:
      containers:
      - {name: app, env: [{name: A, value: b}]}
`,
}
