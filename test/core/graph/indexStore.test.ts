import assert from "node:assert/strict";
import { test } from "node:test";
import { createRepositoryIndex, type IndexStore } from "../../../server/core/graph/indexStore.ts";
import { editYamlFile, parseYamlFile } from "../../../server/core/manifest/parseYamlFile.ts";
import { joinUri, normalizeUri } from "../../../server/core/text/uri.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

const configMap = (name: string, value = "1"): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  key: "${value}"\n`;

function names(index: IndexStore, query = {}): readonly string[] {
  return index.objects(query).map((each) => each.name);
}

test("finds objects by kind, group, name and namespace", () => {
  const index = memoryIndex(`#- a.yaml
apiVersion: v1
kind: Secret
metadata:
  name: token
  namespace: team-a
---
apiVersion: v1
kind: Secret
metadata: { name: token }
#- b.yaml
apiVersion: bitnami.com/v1alpha1
kind: Secret
metadata:
  name: token
`);
  assert.equal(index.objects({ kind: "Secret", name: "token" }).length, 3);
  assert.deepEqual(
    index.objects({ kind: "Secret", group: "" }).map((each) => each.ordinal),
    [0, 1],
  );
  assert.deepEqual(
    index.objects({ namespace: "team-a" }).map((each) => each.uri),
    [uriOf("a.yaml")],
  );
  assert.equal(index.objects({ namespace: "" }).length, 2);
  assert.deepEqual(index.objects({ name: "absent" }), []);
});

test("places the name and the document in the file", () => {
  const text = `${configMap("first")}---\n${configMap("second")}`;
  const [first, second] = memoryIndex({ "a.yaml": text }).objects({ kind: "ConfigMap" });
  assert.equal(text.slice(first?.nameSpan.start, first?.nameSpan.end), "first");
  assert.equal(text.slice(second?.nameSpan.start, second?.nameSpan.end), "second");
  assert.equal(text.slice(second?.span.start, second?.span.end), `---\n${configMap("second")}`);
});

test("knows directories through the files in them", () => {
  const index = memoryIndex({ "apps/base/kustomization.yaml": "", "apps/readme.md": "" });
  assert.deepEqual(index.children(uriOf("apps")), ["base/", "readme.md"]);
  assert.equal(index.hasDirectory(uriOf("apps/base")), true);
  assert.equal(index.hasDirectory(uriOf("apps/readme.md")), false);
  assert.equal(index.hasFile(uriOf("apps/readme.md")), true);
  assert.equal(index.hasDirectory("file:///"), false, "directories above the folder are not known");
});

test("prefers the kustomization file that kustomize looks for first", () => {
  const index = memoryIndex({ "a/Kustomization": "", "a/kustomization.yml": "" });
  assert.deepEqual([...index.kustomizeRoots()], [[uriOf("a"), uriOf("a/kustomization.yml")]]);
  index.removePath(uriOf("a/kustomization.yml"));
  assert.deepEqual([...index.kustomizeRoots()], [[uriOf("a"), uriOf("a/Kustomization")]]);
});

test("removing a directory removes everything below and nothing beside", () => {
  const index = memoryIndex({ "a/b/x.yaml": configMap("x"), "a/y.yaml": configMap("w"), "ab/z.yaml": configMap("z") });
  const change = index.removePath(uriOf("a"));
  assert.deepEqual(names(index), ["z"]);
  assert.deepEqual(
    change.paths.toSorted(),
    [uriOf("a"), uriOf("a/b"), uriOf("a/b/x.yaml"), uriOf("a/y.yaml")].toSorted(),
  );
  assert.deepEqual(change.identities.toSorted(), ["/ConfigMap//w", "/ConfigMap//x"]);
  assert.equal(index.text(uriOf("a/y.yaml")), undefined);
});

test("a keystroke in a value changes the content and not the structure", () => {
  const index = createRepositoryIndex();
  const file = parseYamlFile(uriOf("a.yaml"), configMap("a"));
  index.setText(file.uri, file, { open: true });
  const { structureRevision, contentRevision } = index;
  const at = file.text.indexOf('"1"') + 1;
  const change = index.setText(file.uri, editYamlFile(file, { span: { start: at, end: at + 1 }, newText: "2" }), {
    open: true,
  });
  assert.deepEqual(change, { identities: [], paths: [], texts: [file.uri] });
  assert.equal(index.structureRevision, structureRevision);
  assert.equal(index.contentRevision, contentRevision + 1);
});

test("renaming an object changes the structure and tells both identities", () => {
  const index = memoryIndex({ "a.yaml": configMap("a") });
  index.setText(uriOf("a.yaml"), configMap("a"), { open: true });
  const { structureRevision } = index;
  const change = index.setText(uriOf("a.yaml"), configMap("b"), { open: true });
  assert.deepEqual(change.identities, ["/ConfigMap//a", "/ConfigMap//b"]);
  assert.ok(index.structureRevision > structureRevision);
});

test("opening a file without editing it changes nothing", () => {
  const index = memoryIndex({ "a.yaml": configMap("a") });
  const { structureRevision, contentRevision } = index;
  const stamp = index.stamp(uriOf("a.yaml"));
  index.setText(uriOf("a.yaml"), configMap("a"), { open: true });
  index.closeText(uriOf("a.yaml"));
  assert.deepEqual([index.structureRevision, index.contentRevision], [structureRevision, contentRevision]);
  assert.equal(index.stamp(uriOf("a.yaml")), stamp);
});

test("a buffer wins over the disk until it is closed", () => {
  const index = memoryIndex({ "a.yaml": configMap("disk") });
  index.setText(uriOf("a.yaml"), configMap("buffer"), { open: true });
  index.setText(uriOf("a.yaml"), configMap("saved"));
  assert.deepEqual(names(index), ["buffer"]);
  index.closeText(uriOf("a.yaml"));
  assert.deepEqual(names(index), ["saved"]);
});

test("a buffer outlives its file, and a file never saved goes with its buffer", () => {
  const index = memoryIndex({ "a.yaml": configMap("a") });
  index.setText(uriOf("a.yaml"), configMap("a"), { open: true });
  index.removePath(uriOf("a.yaml"));
  assert.deepEqual(names(index), ["a"]);
  index.closeText(uriOf("a.yaml"));
  assert.deepEqual(names(index), []);
});

test("takes unchanged documents of an edited file over and keeps their places right", () => {
  const index = createRepositoryIndex();
  const uri = uriOf("many.yaml");
  const file = parseYamlFile(uri, ["a", "b", "c"].map((name) => configMap(name)).join("---\n"));
  index.setText(uri, file, { open: true });
  const edited = editYamlFile(file, { span: { start: 0, end: 0 }, newText: `${configMap("new")}---\n` });
  index.setText(uri, edited, { open: true });
  const found = index.objects({ kind: "ConfigMap" });
  assert.deepEqual(
    found.map((each) => [each.ordinal, each.name]),
    [
      [0, "new"],
      [1, "a"],
      [2, "b"],
      [3, "c"],
    ],
  );
  for (const each of found) assert.equal(edited.text.slice(each.nameSpan.start, each.nameSpan.end), each.name);
  index.setText(uri, editYamlFile(edited, { span: { start: 0, end: edited.entries[2]?.offset ?? 0 }, newText: "" }), {
    open: true,
  });
  assert.deepEqual(
    index.objects({}).map((each) => [each.ordinal, each.name]),
    [
      [0, "b"],
      [1, "c"],
    ],
  );
});

test("keeps no more syntax trees of closed files than its budget allows", () => {
  const index = createRepositoryIndex({ treeBudget: 150 });
  for (const name of ["a", "b", "c"]) index.setText(uriOf(`${name}.yaml`), configMap(name));
  const first = index.file(uriOf("a.yaml"));
  assert.equal(index.file(uriOf("a.yaml")), first);
  index.file(uriOf("b.yaml"));
  index.file(uriOf("c.yaml"));
  assert.notEqual(index.file(uriOf("a.yaml")), first);
});

test("leaves templates of a Helm chart alone, but not a plain directory of that name", () => {
  const index = memoryIndex({
    "chart/Chart.yaml": "name: chart\n",
    "chart/templates/app.yaml": configMap("templated"),
    "plain/templates/app.yaml": configMap("plain"),
  });
  assert.deepEqual(names(index), ["plain"]);
  assert.deepEqual(index.manifests(uriOf("chart/templates/app.yaml")), []);
  assert.equal(index.manifests(uriOf("plain/templates/app.yaml")).length, 1);
});

test("answers only for paths inside a workspace folder", () => {
  const index = memoryIndex({ "a.yaml": "" });
  assert.equal(index.covers(uriOf("missing.yaml")), true);
  assert.equal(index.covers("file:///elsewhere/a.yaml"), false);
});

/** Whether replacing a text in an open file changes the structure of the repository. */
function changesStructure(path: string, text: string, from: string, to: string): boolean {
  const index = createRepositoryIndex();
  index.setText(uriOf(path), text, { open: true });
  const { structureRevision } = index;
  assert.notEqual(text.replace(from, to), text);
  index.setText(uriOf(path), text.replace(from, to), { open: true });
  return index.structureRevision !== structureRevision;
}

test("names of other objects, paths and namespaces are structure; labels, intervals and images are not", () => {
  const flux =
    "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: x, labels: { a: b } }\nspec: { interval: 5m, path: ./a, sourceRef: { kind: GitRepository, name: s } }\n";
  assert.equal(changesStructure("a.yaml", flux, "name: s", "name: t"), true);
  assert.equal(changesStructure("a.yaml", flux, "./a", "./b"), true);
  assert.equal(changesStructure("a.yaml", flux, "GitRepository", "Bucket"), true);
  assert.equal(changesStructure("a.yaml", flux, "a: b", "a: c"), false);
  assert.equal(changesStructure("a.yaml", flux, "5m", "6m"), false);
  const kustomization = "namespace: a\nresources: [a.yaml]\nimages: [{ name: web, newTag: v1 }]\n";
  assert.equal(changesStructure("kustomization.yaml", kustomization, "a.yaml", "b.yaml"), true);
  assert.equal(changesStructure("kustomization.yaml", kustomization, "namespace: a", "namespace: b"), true);
  assert.equal(changesStructure("kustomization.yaml", kustomization, "v1", "v2"), false);
});

test("works on the paths of Windows", () => {
  const index = createRepositoryIndex();
  const root = normalizeUri("file:///C:/Users/Anna/Git Ops");
  index.setFolders([root]);
  index.setText(joinUri(root, "apps/kustomization.yaml"), "resources: [a.yaml]\n");
  assert.deepEqual([...index.kustomizeRoots().keys()], ["file:///c%3A/Users/Anna/Git%20Ops/apps"]);
  assert.equal(index.hasDirectory(normalizeUri("file:///c:/Users/Anna/Git Ops/apps/")), true);
  assert.deepEqual(index.children(root), ["apps/"]);
});
