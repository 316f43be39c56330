import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { renderDeployed, testFixtures } from "./deployed.ts";
import { messageOf, startRenderer, textOf, withoutEngine } from "./harness.ts";

const deployer = { group: "argoproj.io", kind: "Application", name: "shop", namespace: "argocd" };
const renderer = startRenderer();

// test/cluster/argoRender.test.ts makes the same folders with the commands that Argo CD runs.
testFixtures(join(import.meta.dirname, "..", "fixtures", "argo"), "Argo CD", deployer, renderer);

const application = (source: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop, namespace: argocd }
spec:
  project: default
  destination: { name: in-cluster, namespace: shops }
${source}`;

const files = {
  "apps/kustomization.yaml": "resources: [all.yaml]\n",
  "apps/all.yaml": `{ apiVersion: v1, kind: ConfigMap, metadata: { name: without } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: with, namespace: own } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: shops } }
---
{ apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: { name: vault } }
`,
};

test("objects without a namespace get that of the destination, if their kind has one", {
  skip: withoutEngine,
}, async () => {
  const object = application("  source: { repoURL: https://github.com/example-org/gitops, path: apps }\n");
  const text = textOf(await renderDeployed(renderer, deployer, { ...files, "clusters/object.yaml": object }));
  const places = text.split("---\n").map((each) => / {2}name: (.*)\n(?: {2}namespace: (.*)\n)?/.exec(each)?.slice(1));
  assert.deepEqual(places.toSorted(), [
    ["shops", undefined],
    ["vault", undefined],
    ["with", "own"],
    ["without", "shops"],
  ]);
});

test("of several sources the one that takes the directory counts; a revision is not known before", {
  skip: withoutEngine,
}, async () => {
  const object = application(`  sources:
    - { repoURL: https://github.com/example-org/gitops, path: other, kustomize: { namePrefix: other- } }
    - repoURL: https://github.com/example-org/gitops
      path: ./apps/
      kustomize: { namePrefix: "my-", commonLabels: { revision: "$ARGOCD_APP_REVISION_SHORT" } }
`);
  const text = textOf(await renderDeployed(renderer, deployer, { ...files, "clusters/object.yaml": object }));
  assert.match(text, / {2}name: my-without\n/);
  assert.match(text, / {4}revision: \$\{ARGOCD_APP_REVISION_SHORT\}\n/);
});

test("an entry that makes the build fail is known by its place", { skip: withoutEngine }, async () => {
  const object = application(`  sources:
    - repoURL: https://github.com/example-org/gitops
      path: apps
      kustomize: { patches: [{ target: { kind: ConfigMap }, patch: "[{}]" }] }
`);
  const result = await renderDeployed(renderer, deployer, { ...files, "clusters/object.yaml": object });
  assert.ok(messageOf(result));
  assert.ok(result.kind === "failed");
  assert.deepEqual([result.field, result.index], ["spec.sources.0.kustomize.patches", 0]);
});

test("files in the directory override the source, but not where it comes from", { skip: withoutEngine }, async () => {
  const object = application(`  source:
    repoURL: https://github.com/example-org/gitops
    path: apps
    kustomize: { namePrefix: "my-", nameSuffix: "-1", commonLabels: { one: "1" } }
`);
  const overridden = {
    ...files,
    "clusters/object.yaml": object,
    "apps/.argocd-source.yaml":
      "path: elsewhere\nkustomize: { namePrefix: all-, nameSuffix: null, commonLabels: { two: '2' } }\n",
    "apps/.argocd-source-shop.yaml": "kustomize: { namePrefix: own- }\n",
    "apps/.argocd-source-other.yaml": "kustomize: { namePrefix: other- }\n",
  };
  const text = textOf(await renderDeployed(renderer, deployer, overridden));
  assert.match(text, / {4}one: "1"\n {4}two: "2"\n {2}name: own-without\n/);
});
