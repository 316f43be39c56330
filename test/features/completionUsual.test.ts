import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "../../server/core/kinds/registry.ts";
import { toJson, valueAt } from "../../server/core/manifest/node.ts";
import { parseDocument } from "../../server/core/manifest/parseDocument.ts";
import { placeAt } from "../../server/core/schema/context/schemaPlace.ts";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import { completeLabels, yaml } from "./completionFixture.ts";

await yaml.warmUp();

const application =
  "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: shop\nspec:\n  syncPolicy:\n";

test("Sync options are offered, but not those that the list has already.", async () => {
  const labels = await completeLabels(`${application}    syncOptions:\n      - ServerSideApply=true\n      - $0\n`);
  assert.equal(labels[0], "CreateNamespace=true");
  assert.ok(!labels.includes("ServerSideApply=true"));
});

test("Intervals are offered where any duration may stand.", async () => {
  const labels = await completeLabels(
    "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: shop\nspec:\n  interval: $0\n",
  );
  assert.deepEqual(labels.slice(0, 2), ["10m", "1h"]);
});

test("A name that a reference may mean is offered once.", async () => {
  const labels = await completeLabels(`#- a.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: a
  namespace: flux-system
spec:
  sourceRef:
    kind: GitRepository
    name: shop
#- sources.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: shop
  namespace: flux-system
#- b.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: b
  namespace: flux-system
spec:
  sourceRef:
    kind: GitRepository
    name: $0
`);
  assert.equal(labels.filter((label) => label === "shop").length, 1);
});

test("Usual orders and values name fields that the schemas have, and values that they accept.", () => {
  const registry = loadSchemaRegistry();
  const wrong = kinds.flatMap(({ group, kind, versions, usualOrder, usualValues = [] }) => {
    const schema = registry.find(group, versions[0] ?? "", kind);
    if (!schema) return [];
    const place = (path: string) =>
      placeAt(
        schema,
        path.split(/\.|(?=\[)/).map((step) => (step === "[*]" ? 0 : step)),
      );
    const unknown = [...usualOrder, ...usualValues.flatMap(({ paths }) => paths)].filter((path) => !place(path));
    const refused = usualValues.flatMap(({ paths, values }) =>
      paths.flatMap((path) => {
        const { type, pattern } = place(path)?.schema ?? {};
        return values.filter((value) => {
          const read = toJson(valueAt(parseDocument(`v: ${value}\n`).root, "v"));
          const fitsType = type === "integer" ? Number.isInteger(read) : typeof read === "string";
          return !fitsType || (pattern !== undefined && !new RegExp(pattern).test(value));
        });
      }),
    );
    return [...unknown, ...refused].map((each) => `${kind}: ${each}`);
  });
  assert.deepEqual(wrong, []);
});
