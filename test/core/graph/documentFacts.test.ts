import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOfDocument, scanFacts } from "../../../server/core/graph/documentFacts.ts";
import { parseYamlFile } from "../../../server/core/manifest/parseYamlFile.ts";
import { uriOf } from "../../harness/workspace.ts";

/** What the parser says about the only document of a text. */
function parsed(text: string): ReturnType<typeof factsOfDocument> {
  const [entry] = parseYamlFile(uriOf("a.yaml"), text).entries;
  return entry && factsOfDocument(entry.document, uriOf("a.yaml"));
}

const clear: readonly (readonly [why: string, text: string])[] = [
  ["a usual manifest", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: token\n  namespace: team-a\n"],
  [
    "comments and blank lines",
    "# c\n---\n# d\napiVersion: v1 # e\n\nkind: Secret\nmetadata: # f\n\n  # g\n  name: token # h\n",
  ],
  ["quotes", 'apiVersion: "apps/v1"\nkind: \'Deployment\'\nmetadata:\n  name: "shop"\n'],
  [
    "Windows line ends",
    "apiVersion: v1\r\nkind: Secret\r\nmetadata:\r\n  name: token\r\n  namespace: x\r\nspec: 1\r\n",
  ],
  [
    "names inside labels",
    "kind: Secret\napiVersion: v1\nmetadata:\n  labels:\n    name: not-me\n  name: me\nspec:\n  name: nor-me\n",
  ],
  ["a list among the metadata", "kind: Secret\napiVersion: v1\nmetadata:\n  finalizers:\n  - name: x\n  name: me\n"],
  [
    "a manifest inside a block scalar",
    "kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: me\ndata:\n  a: |\n    kind: Secret\n    metadata:\n      name: no\n",
  ],
  ["an anchor", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: &name token\n  namespace: team\n"],
  ["no metadata", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n"],
  ["values that hold manifests", "extra:\n  - apiVersion: v1\n    kind: Secret\n    metadata:\n      name: inner\n"],
  ["no name", "kind: Secret\napiVersion: v1\nmetadata:\n  generateName: x-\n"],
  ["no apiVersion at all", "kind: pipeline\nname: build\n"],
];

for (const [why, text] of clear) {
  test(`reads ${why} without parsing, as the parser does`, () => assert.deepEqual(scanFacts(text), parsed(text)));
}

const unclear: readonly (readonly [why: string, text: string])[] = [
  ["flow style", "{apiVersion: v1, kind: Secret, metadata: {name: x}}\n"],
  ["flow metadata", "apiVersion: v1\nkind: Secret\nmetadata: { name: x }\n"],
  ["a name that is a number", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: 123\n"],
  ["a name that is a boolean", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: yes\n"],
  ["an alias", "x: &name x\napiVersion: v1\nkind: Secret\nmetadata:\n  name: *name\n"],
  ["a merge at the root", "apiVersion: v1\nkind: Secret\n<<: *base\n"],
  ["a merge", "apiVersion: v1\nkind: Secret\nmetadata:\n  <<: *base\n"],
  ["a key written twice", "apiVersion: v1\nkind: Secret\nkind: ConfigMap\nmetadata:\n  name: x\n"],
  ["an indented root", "  apiVersion: v1\n  kind: Secret\n  metadata:\n    name: x\n"],
  ["content on the line of the marker", "--- {apiVersion: v1, kind: Secret}\n"],
];

for (const [why, text] of unclear) {
  test(`leaves ${why} to the parser`, () => assert.equal(scanFacts(text), "unclear"));
}
