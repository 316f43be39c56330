import assert from "node:assert/strict";
import { test } from "node:test";
import { keyText, type ObjectKey } from "../../../server/core/cluster/liveObject.ts";
import { declarationsOf, identityIn, inNamespaces, liveKeysOf } from "../../../server/core/cluster/matching.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

const release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: web\n";
const inShop = `${release}  namespace: shop\n`;
const kustomization = (further: string, ...resources: readonly string[]): string =>
  `resources:\n${resources.map((each) => `  - ${each}\n`).join("")}${further}`;
const deployer = (spec: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\n  namespace: flux-system\nspec:\n  path: ./base\n  sourceRef:\n    kind: GitRepository\n    name: repo\n${spec}`;
const source =
  "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: repo\n  namespace: flux-system\nspec:\n  url: https://github.com/example-org/gitops\n";
const application = (spec: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: apps\n  namespace: argocd\nspec:\n  source:\n    repoURL: https://github.com/example-org/gitops\n    path: base\n${spec}`;

type Files = Readonly<Record<string, string>>;

const cases: readonly (readonly [name: string, files: Files, expected: readonly string[]])[] = [
  ["a file on its own keeps what it writes", { "base/web.yaml": inShop }, ["shop/web"]],
  ["nobody decides the namespace", { "base/web.yaml": release }, ["/web"]],
  [
    "the outermost kustomization wins",
    {
      "base/web.yaml": inShop,
      "base/kustomization.yaml": kustomization("namespace: inner\n", "web.yaml"),
      "prod/kustomization.yaml": kustomization("namespace: outer\n", "../base"),
    },
    ["outer/web"],
  ],
  [
    "several overlays give several objects",
    {
      "base/web.yaml": release,
      "base/kustomization.yaml": kustomization("", "web.yaml"),
      "dev/kustomization.yaml": kustomization("namespace: dev\nnamePrefix: d-\n", "../base"),
      "prod/kustomization.yaml": kustomization("namespace: prod\nnameSuffix: -p\n", "../base"),
    },
    ["dev/d-web", "prod/web-p"],
  ],
  [
    "prefixes and suffixes add up from the inside out",
    {
      "base/web.yaml": inShop,
      "base/kustomization.yaml": kustomization("namePrefix: a-\nnameSuffix: -y\n", "web.yaml"),
      "prod/kustomization.yaml": kustomization("namePrefix: b-\nnameSuffix: -z\n", "../base"),
    },
    ["shop/b-a-web-y-z"],
  ],
  [
    "Flux overrides the namespace and adds to names",
    {
      "flux.yaml": `${source}---\n${deployer("  targetNamespace: live\n  namePrefix: x-\n")}`,
      "base/web.yaml": inShop,
      "base/kustomization.yaml": kustomization("namespace: built\nnamePrefix: a-\n", "web.yaml"),
    },
    ["live/x-a-web"],
  ],
  [
    "Argo CD gives its namespace only to objects without one",
    {
      "app.yaml": application("  destination:\n    namespace: live\n"),
      "base/web.yaml": release,
      "base/kustomization.yaml": kustomization("", "web.yaml"),
    },
    ["live/web"],
  ],
  [
    "Argo CD leaves a namespace that is written",
    {
      "app.yaml": application("  destination:\n    namespace: live\n"),
      "base/web.yaml": inShop,
      "base/kustomization.yaml": kustomization("", "web.yaml"),
    },
    ["shop/web"],
  ],
  ["a templated name is no object yet", { "base/web.yaml": release.replace("web", '"{{name}}"') }, []],
  [
    "a patch is no object of its own",
    { "base/web.yaml": inShop, "base/kustomization.yaml": "patches:\n  - path: web.yaml\n" },
    [],
  ],
];

for (const [name, files, expected] of cases) {
  test(`The live identity of a manifest: ${name}.`, () => {
    const index = memoryIndex(files);
    const [entry] = index.manifests(uriOf("base/web.yaml"));
    assert.ok(entry);
    const keys = liveKeysOf(identityIn(entry.manifest), index);
    assert.deepEqual(
      keys.map(({ namespace, name: found }) => `${namespace}/${found}`),
      expected,
    );
  });
}

test("Objects of the cluster have no namespace, whatever is written.", () => {
  const text =
    "apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata:\n  name: vault\n  namespace: shop\n";
  const index = memoryIndex({ "store.yaml": text });
  const [entry] = index.manifests(uriOf("store.yaml"));
  assert.ok(entry);
  const [key] = liveKeysOf(identityIn(entry.manifest), index);
  assert.equal(key && keyText(key), "external-secrets.io/ClusterSecretStore//vault");
  assert.deepEqual(key && inNamespaces(key, ["default"]), key && [key]);
});

const liveKey = (namespace: string, name: string): ObjectKey => ({
  group: "helm.toolkit.fluxcd.io",
  kind: "HelmRelease",
  namespace,
  name,
});

test("A live object leads back to its manifest, through prefixes and namespaces of overlays.", () => {
  const index = memoryIndex({
    "base/web.yaml": release,
    "base/kustomization.yaml": kustomization("", "web.yaml"),
    "dev/kustomization.yaml": kustomization("namespace: dev\nnamePrefix: d-\n", "../base"),
    "other/web.yaml": `${release}  namespace: elsewhere\n`,
    "loose/web.yaml": release,
  });
  const found = (namespace: string, name: string) =>
    declarationsOf(liveKey(namespace, name), index).map(({ uri }) => uri);
  assert.deepEqual(found("dev", "d-web"), [uriOf("base/web.yaml")]);
  assert.deepEqual(found("elsewhere", "web"), [uriOf("other/web.yaml"), uriOf("loose/web.yaml")]);
  assert.deepEqual(found("dev", "d-webs"), []);
});
