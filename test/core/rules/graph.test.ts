import assert from "node:assert/strict";
import { test } from "node:test";
import { accumulate } from "../../../server/core/graph/kustomize/accumulate.ts";
import { describeIdentity } from "../../../server/core/graph/kustomize/identity.ts";
import { dependantsOf, usesOf } from "../../../server/core/graph/kustomize/inclusion.ts";
import { kustomizeRootAt } from "../../../server/core/graph/kustomize/kustomizeRoot.ts";
import { isPatchFile } from "../../../server/core/graph/kustomize/partialDocuments.ts";
import { placeOfEntry } from "../../../server/core/graph/kustomize/remote.ts";
import type { RepositoryIndex } from "../../../server/core/graph/repositoryIndex.ts";
import { emptyFileFinding } from "../../../server/core/lint/rules/kustomize/emptyKustomization.ts";
import { parseYamlFile } from "../../../server/core/manifest/parseYamlFile.ts";
import { type Files, memoryIndex, uriOf } from "../../harness/workspace.ts";

const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;

const shop: Files = {
  "base/kustomization.yaml": "resources: [settings.yaml]\nconfigMapGenerator: [{ name: made, literals: [a=1] }]\n",
  "base/settings.yaml": configMap("settings"),
  "component/kustomization.yaml": "kind: Component\nnameSuffix: -c\nresources: [extra.yaml]\n",
  "component/extra.yaml": configMap("extra"),
  "overlay/kustomization.yaml":
    "namespace: shop\nnamePrefix: p-\nresources: [../base]\ncomponents: [../component]\npatches: [{ path: patch.yaml }]\n",
  "overlay/patch.yaml": `${configMap("settings")}data: { b: "2" }\n`,
};

function accumulated(index: RepositoryIndex, directory: string) {
  const root = kustomizeRootAt(uriOf(directory), index);
  assert.ok(root, directory);
  return accumulate(root, index);
}

test("an overlay yields the objects of its bases under its own names, what components add included", () => {
  const { objects, isComplete } = accumulated(memoryIndex(shop), "overlay");
  const names = objects.map(describeIdentity);
  assert.deepEqual(names, ["ConfigMap shop/p-settings-c", "ConfigMap shop/p-made-c", "ConfigMap shop/p-extra-c"]);
  assert.equal(isComplete, true);
});

test("objects are not known completely with a remote base, a missing file, a chart or a plug-in", () => {
  const incomplete = [
    "resources: ['https://github.com/example-org/repository//base?ref=v1']\n",
    "resources: [absent.yaml]\n",
    "helmCharts: [{ name: podinfo }]\n",
    "generators: [settings.yaml]\n",
    "transformers: [settings.yaml]\n",
  ];
  for (const text of incomplete) {
    const index = memoryIndex({ "kustomization.yaml": text, "settings.yaml": configMap("settings") });
    assert.equal(accumulated(index, "").isComplete, false, text);
  }
});

test("what a root yields is computed again only when a file that took part changes", () => {
  const index = memoryIndex({ ...shop, "other.yaml": configMap("other") });
  const first = accumulated(index, "overlay");
  index.setText(uriOf("other.yaml"), configMap("changed"));
  assert.equal(accumulated(index, "overlay"), first);
  index.setText(uriOf("base/settings.yaml"), configMap("renamed"));
  const second = accumulated(index, "overlay");
  assert.notEqual(second, first);
  assert.equal(second.objects[0]?.name, "p-renamed-c");
});

test("a missing file that appears makes the objects known", () => {
  const index = memoryIndex({ "kustomization.yaml": "resources: [late.yaml]\n" });
  assert.equal(accumulated(index, "").isComplete, false);
  index.setText(uriOf("late.yaml"), configMap("late"));
  assert.deepEqual(accumulated(index, "").objects.map(describeIdentity), ["ConfigMap late"]);
  assert.equal(accumulated(index, "").isComplete, true);
});

test("a patch file is partial unless it is a resource somewhere", () => {
  const index = memoryIndex({
    ...shop,
    "both/kustomization.yaml": "resources: [both.yaml]\npatches: [{ path: both.yaml }]\n",
    "both/both.yaml": configMap("both"),
  });
  assert.equal(isPatchFile(uriOf("overlay/patch.yaml"), index), true);
  assert.equal(isPatchFile(uriOf("both/both.yaml"), index), false);
  assert.equal(isPatchFile(uriOf("base/settings.yaml"), index), false);
});

test("who includes a file or directory is known, and changes with the kustomization file", () => {
  const index = memoryIndex(shop);
  const describe = (path: string) => usesOf(uriOf(path), index).map(({ root, field }) => [root.uri, field]);
  assert.deepEqual(describe("base"), [[uriOf("overlay/kustomization.yaml"), "resources"]]);
  assert.deepEqual(describe("overlay/patch.yaml"), [[uriOf("overlay/kustomization.yaml"), "patches"]]);
  index.setText(uriOf("overlay/kustomization.yaml"), "resources: [../base]\n");
  assert.deepEqual(describe("overlay/patch.yaml"), []);
  assert.deepEqual(describe("base"), [[uriOf("overlay/kustomization.yaml"), "resources"]]);
});

test("an edit keeps the places of inclusions right although the graph stays", () => {
  const index = memoryIndex(shop);
  const before = usesOf(uriOf("base"), index)[0]?.entry.start ?? 0;
  index.setText(uriOf("overlay/kustomization.yaml"), `# A comment.\n${shop["overlay/kustomization.yaml"]}`);
  assert.equal(usesOf(uriOf("base"), index)[0]?.entry.start, before + "# A comment.\n".length);
});

test("a change of a base reaches every kustomization above it", () => {
  const index = memoryIndex(shop);
  const reached = [...dependantsOf(uriOf("base/settings.yaml"), index)];
  assert.deepEqual(reached.toSorted(), [uriOf("base/kustomization.yaml"), uriOf("overlay/kustomization.yaml")]);
});

test("kustomize's own rule decides what is a remote repository", () => {
  const repositories = [
    ["https://github.com/org/repo", undefined],
    ["https://github.com/org/repo//path?ref=v1", "v1"],
    ["https://github.com/org/repo?version=v2", "v2"],
    ["github.com/org/repo/path?ref=main", "main"],
    ["git@example.com:org/repo.git//path?ref=abc", "abc"],
    ["ssh://git@example.com/org/repo.git", undefined],
    ["https://dev.azure.com/org/project/_git/repo/path", undefined],
    ["git::https://example.com/org/repo?ref=x", "x"],
    ["file:///srv/repo", undefined],
  ] as const;
  for (const [entry, ref] of repositories) assert.deepEqual(placeOfEntry(entry), { type: "repository", ref }, entry);
  const others = {
    "../base": "local",
    "base.git/x": "local",
    "github.com": "local",
    "/srv/base": "absolute",
    "https://example.com/a.yaml": "url",
  };
  for (const [entry, type] of Object.entries(others)) assert.equal(placeOfEntry(entry).type, type, entry);
});

test("a kustomization file with nothing but comments is empty, any other such file is not", () => {
  const parsed = (uri: string, text: string) => emptyFileFinding(parseYamlFile(uri, text))?.code;
  assert.equal(parsed(uriOf("kustomization.yaml"), "# Later.\n"), "KZ-EMPTY");
  assert.equal(parsed(uriOf("kustomization.yaml"), ""), "KZ-EMPTY");
  assert.equal(parsed(uriOf("kustomization.yaml"), "resources: []\n"), undefined);
  assert.equal(parsed(uriOf("values.yaml"), "# Later.\n"), undefined);
});

test("configurations of a base are known to hold for its overlays as well", () => {
  const index = memoryIndex({
    "base/kustomization.yaml": "configurations: [names.yaml]\n",
    "base/names.yaml": "images: [{ path: spec/image }]\n",
    "overlay/kustomization.yaml": "resources: [../base]\n",
    "plain/kustomization.yaml": "resources: []\n",
  });
  assert.equal(accumulated(index, "overlay").isConfigured, true);
  assert.equal(accumulated(index, "plain").isConfigured, false);
});
