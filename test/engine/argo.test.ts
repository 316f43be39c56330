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

const plain = {
  "apps/one.yaml":
    "{ apiVersion: v1, kind: ConfigMap, metadata: { name: one } }\n---\n{ apiVersion: v1, kind: ConfigMap, metadata: { name: two } }\n",
  "apps/three.json": '{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "three" } }\n',
  "apps/values.yaml": "replicas: 2\n",
  "apps/skipped.yaml":
    "# +argocd:skip-file-rendering\n{ apiVersion: v1, kind: ConfigMap, metadata: { name: skipped } }\n",
  "apps/made.jsonnet": "{}\n",
  "apps/notes.txt": "apiVersion: v1\n",
  "apps/deep/four.yml": "{ apiVersion: v1, kind: ConfigMap, metadata: { name: four } }\n",
};

async function names(directory: string): Promise<readonly (string | undefined)[]> {
  const object = application(`  source: { repoURL: https://github.com/example-org/gitops, path: apps${directory} }\n`);
  const text = textOf(await renderDeployed(renderer, deployer, { ...plain, "clusters/object.yaml": object }));
  assert.equal([...text.matchAll(/ {2}namespace: shops\n/g)].length, [...text.matchAll(/^kind:/gm)].length);
  return [...text.matchAll(/ {2}name: (.*)\n/g)].map(([, name]) => name).toSorted();
}

test("of a plain directory its own manifests are taken, with `recurse` those below, as include and exclude say", {
  skip: withoutEngine,
}, async () => {
  assert.deepEqual(await names(""), ["one", "three", "two"]);
  assert.deepEqual(await names(", directory: { recurse: true }"), ["four", "one", "three", "two"]);
  assert.deepEqual(await names(', directory: { recurse: true, include: "*.{yml,json}" }'), ["four", "three"]);
  assert.deepEqual(await names(', directory: { recurse: true, exclude: "{deep/*,o?e.yaml}" }'), ["three"]);
});

test("Jsonnet is left out and said so", { skip: withoutEngine }, async () => {
  const object = application("  source: { repoURL: https://github.com/example-org/gitops, path: apps }\n");
  const result = await renderDeployed(renderer, deployer, { ...plain, "clusters/object.yaml": object });
  assert.ok(result.kind === "rendered");
  assert.deepEqual(
    result.skipped.map(({ kind, entry }) => [kind, entry]),
    [["jsonnet", "made.jsonnet"]],
  );
});
