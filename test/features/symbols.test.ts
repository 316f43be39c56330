import assert from "node:assert/strict";
import { test } from "node:test";
import type { DocumentSymbol, Range } from "vscode-languageserver-types";
import { provideDocumentSymbols } from "../../server/features/documentSymbols.ts";
import { provideFoldingRanges } from "../../server/features/foldingRanges.ts";
import { provideWorkspaceSymbols } from "../../server/features/workspaceSymbols.ts";
import { indexEnvironment } from "../harness/featureEnvironment.ts";
import { memoryIndex, uriOf } from "../harness/workspace.ts";

const file = `# The shop.
apiVersion: v1
kind: Secret
metadata:
  name: token
  namespace: shop
stringData:
  password: not-for-the-outline
---
# Two
# comment lines
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    - name: a
      script: |
        one
        two

---
just: values
`;

/** The names of symbols, children indented below. */
function outline(symbols: readonly DocumentSymbol[], indent = ""): readonly string[] {
  return symbols.flatMap((each) => [
    `${indent}${each.name}${each.detail ? ` [${each.detail}]` : ""}`,
    ...outline(each.children ?? [], `${indent}  `),
  ]);
}

function isInside(inner: Range, outer: Range): boolean {
  const order = (a: Range["start"], b: Range["start"]): boolean =>
    a.line < b.line || (a.line === b.line && a.character <= b.character);
  return order(outer.start, inner.start) && order(inner.end, outer.end);
}

test("shows manifests with their fields, values of Secrets left out, other YAML left alone", () => {
  const symbols = provideDocumentSymbols(indexEnvironment(memoryIndex({ "a.yaml": file })), uriOf("a.yaml"));
  assert.deepEqual(outline(symbols), [
    "Secret token [shop]",
    "  metadata",
    "    name",
    "    namespace",
    "  stringData",
    "    password",
    "Deployment web",
    "  metadata",
    "    name",
    "  spec",
    "    template [1]",
    "      a",
  ]);
  assert.ok(!JSON.stringify(symbols).includes("not-for-the-outline"));
});

test("every selection of the outline lies inside its range, as LSP demands", () => {
  const check = (symbol: DocumentSymbol): void => {
    assert.ok(isInside(symbol.selectionRange, symbol.range), symbol.name);
    for (const child of symbol.children ?? []) check(child);
  };
  const broken = "kind: Secret\napiVersion: v1\nmetadata:\n  name:\n  labels: {\nx: [1,\n";
  const index = memoryIndex({ "a.yaml": file, "b.yaml": broken, "kustomization.yaml": "resources:\n- a.yaml\n- \n" });
  for (const uri of index.yamlFiles())
    for (const symbol of provideDocumentSymbols(indexEnvironment(index), uri)) check(symbol);
});

test("shows the entries of a kustomization file", () => {
  const index = memoryIndex({
    "kustomization.yaml": "resources:\n- a.yaml\npatches:\n- path: b.yaml\nimages:\n- name: web\n",
  });
  assert.deepEqual(outline(provideDocumentSymbols(indexEnvironment(index), uriOf("kustomization.yaml"))), [
    "Kustomization kustomization.yaml",
    "  resources [1]",
    "    a.yaml",
    "  patches [1]",
    "    b.yaml",
    "      path",
    "  images [1]",
    "    web",
    "      name",
  ]);
});

test("leaves outline and folding to another YAML extension", () => {
  const environment = indexEnvironment(memoryIndex({ "a.yaml": file }), { yamlNeighbour: true });
  assert.deepEqual(provideDocumentSymbols(environment, uriOf("a.yaml")), []);
  assert.equal(provideFoldingRanges(environment, uriOf("a.yaml")), undefined);
});

test("folds documents, fields, items, block scalars and comments", () => {
  const ranges = provideFoldingRanges(indexEnvironment(memoryIndex({ "a.yaml": file })), uriOf("a.yaml")) ?? [];
  const lines = file.split("\n");
  assert.deepEqual(
    ranges.map(
      ({ startLine, endLine, kind }) =>
        `${lines[startLine]?.trim()} … ${lines[endLine]?.trim()}${kind ? ` (${kind})` : ""}`,
    ),
    [
      "# The shop. … password: not-for-the-outline (region)",
      "metadata: … namespace: shop",
      "stringData: … password: not-for-the-outline",
      "--- … two (region)",
      "spec: … two",
      "template: … two",
      "- name: a … two",
      "script: | … two",
      "# Two … # comment lines (comment)",
      "--- … just: values (region)",
    ],
  );
});

const objects = ["web", "web-canary", "my-web", "worker", "database"];
const many = objects.map((name) => `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n`).join("---\n");

function found(query: string): readonly string[] {
  const environment = indexEnvironment(memoryIndex({ "dir/a.yaml": many }));
  return provideWorkspaceSymbols(environment, query).map(({ name }) => name.replace("Deployment ", ""));
}

test("finds objects of the workspace by their letters, the best match first", () => {
  assert.deepEqual(found("web"), ["web", "web-canary", "my-web"]);
  assert.deepEqual(found("WEB"), ["web", "web-canary", "my-web"]);
  assert.deepEqual(found("wcn"), ["web-canary"]);
  assert.deepEqual(found("deployment data"), ["database"]);
  assert.deepEqual(found("database deploy"), ["database"]);
  assert.deepEqual(found("zzz"), []);
  assert.equal(found("").length, objects.length);
});

test("a symbol of the workspace leads to the name of the object", () => {
  const [symbol] = provideWorkspaceSymbols(indexEnvironment(memoryIndex({ "dir/a.yaml": many })), "worker");
  assert.equal(symbol?.containerName, "dir/a.yaml");
  const range = { start: { line: 18, character: 8 }, end: { line: 18, character: 14 } };
  assert.deepEqual(symbol?.location, { uri: uriOf("dir/a.yaml"), range });
});

test("lists no more objects than anybody reads", () => {
  const text = Array.from({ length: 300 }, (_, at) => many.replaceAll("name: ", `name: n${at}-`)).join("---\n");
  const environment = indexEnvironment(memoryIndex({ "a.yaml": text }));
  assert.equal(provideWorkspaceSymbols(environment, "web").length, 200);
});

test("folds a comment of a million lines", () => {
  const text = `${"# x\n".repeat(1_000_000)}apiVersion: v1\n`;
  const ranges = provideFoldingRanges(indexEnvironment(memoryIndex({ "a.yaml": text })), uriOf("a.yaml"));
  assert.deepEqual(ranges, [{ startLine: 0, endLine: 999_999, kind: "comment" }]);
});
