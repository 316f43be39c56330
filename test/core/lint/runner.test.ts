import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../server/core/lint/finding.ts";
import type { Rule } from "../../../server/core/lint/rule.ts";
import { createLinter, type LinterOptions } from "../../../server/core/lint/runner.ts";
import { editYamlFile } from "../../../server/core/manifest/parseYamlFile.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

/** A linter that notes what it was asked, with nothing to say unless told so. */
function noting(options: Partial<LinterOptions> = {}) {
  const asked: string[] = [];
  const linter = createLinter({
    rules: [],
    isPartial: () => false,
    validateFile: () => undefined,
    validateHeader: () => [],
    validate: ({ name }) => {
      asked.push(name?.value ?? "?");
      return [];
    },
    ...options,
  });
  return { linter, asked };
}

const config = (name: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  key: value\n`;
const three = [config("a"), config("b"), config("c")].join("---\n");
const uri = uriOf("configs.yaml");

function fileOf(index: ReturnType<typeof memoryIndex>) {
  const file = index.file(uri);
  assert.ok(file);
  return file;
}

const codes = (found: readonly { readonly findings: readonly Finding[] }[]): readonly string[] =>
  found.flatMap(({ findings }) => findings.map(({ code }) => code));

test("after an edit only the document that it touches is validated again", () => {
  const index = memoryIndex({ "configs.yaml": three });
  const { linter, asked } = noting();
  linter.lint(fileOf(index), index);
  assert.deepEqual(asked.splice(0), ["a", "b", "c"]);
  const at = three.indexOf("value", three.indexOf("name: b"));
  index.setText(uri, editYamlFile(fileOf(index), { span: { start: at, end: at }, newText: "new " }), { open: true });
  linter.lint(fileOf(index), index);
  assert.deepEqual(asked, ["b"]);
});

test("a rule is asked again when what it needs changed, and only then", () => {
  const asked: string[] = [];
  const rule = (needs: Rule["needs"]): Rule => ({
    id: needs,
    summary: "Notes that it was asked.",
    severity: "warning",
    needs,
    appliesTo: ({ name }) => name?.value === "a",
    check() {
      asked.push(needs);
      return [];
    },
  });
  const index = memoryIndex({ "configs.yaml": three, "other.yaml": config("other") });
  const { linter } = noting({ rules: [rule("document"), rule("structure"), rule("content")] });
  linter.lint(fileOf(index), index);
  assert.deepEqual(asked.splice(0), ["document", "structure", "content"]);
  index.setText(uriOf("other.yaml"), config("other").replace("value", "changed"), { open: true });
  asked.splice(0);
  linter.lint(fileOf(index), index);
  const afterOpening = asked.splice(0);
  assert.ok(afterOpening.includes("content") && !afterOpening.includes("document"));
  const file = index.file(uriOf("other.yaml"));
  assert.ok(file);
  const at = file.text.indexOf("changed");
  index.setText(uriOf("other.yaml"), editYamlFile(file, { span: { start: at, end: at }, newText: "x" }), {
    open: true,
  });
  linter.lint(fileOf(index), index);
  assert.deepEqual(asked.splice(0), ["content"]);
  index.setText(uriOf("other.yaml"), config("renamed"), { open: true });
  linter.lint(fileOf(index), index);
  assert.deepEqual(asked, ["structure", "content"]);
});

test("a document that becomes a patch is judged as a fragment", () => {
  const state = { isPatch: false };
  const partial: boolean[] = [];
  const index = memoryIndex({ "configs.yaml": config("a") });
  const { linter } = noting({
    isPartial: () => state.isPatch,
    validate: (_, options) => {
      partial.push(options.partial);
      return [];
    },
  });
  linter.lint(fileOf(index), index);
  state.isPatch = true;
  index.setText(uriOf("new.yaml"), config("new"));
  linter.lint(fileOf(index), index);
  assert.deepEqual(partial, [false, true]);
});

test("one mistake is told once: by the finding that says more", () => {
  const span = { start: 0, end: 5 };
  const finding = (code: string): Finding => ({ code, severity: "error", message: "Wrong.", span });
  const index = memoryIndex({ "configs.yaml": config("a") });
  const { linter } = noting({
    validate: () => [finding("api/removed-version"), finding("FLUX-API-REMOVED"), finding("schema/enum")],
  });
  assert.deepEqual(codes(linter.lint(fileOf(index), index)), ["FLUX-API-REMOVED", "schema/enum"]);
});

test("what the reader made of a broken line is not judged, the lines around it are", () => {
  const text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  key:value\n  other: x\n";
  const at = text.indexOf("key:value");
  const other = text.indexOf("other");
  const index = memoryIndex({ "configs.yaml": text });
  const finding = (start: number): Finding => ({
    code: "schema/unknown-field",
    severity: "error",
    message: "Unknown.",
    span: { start, end: start + 3 },
  });
  const { linter } = noting({ validate: () => [finding(at), finding(other)] });
  const found = linter.lint(fileOf(index), index).flatMap(({ findings }) => findings);
  assert.deepEqual(
    found.filter(({ code }) => code === "schema/unknown-field").map(({ span }) => span.start),
    [other],
  );
  assert.ok(found.some(({ code }) => code === "yaml/syntax"));
});

test("a mistake is told once where the reader stumbles over its rest, and a second one is told as well", () => {
  const linesOf = (text: string): readonly string[] => {
    const index = memoryIndex({ "configs.yaml": `kind: Secret\n${text}` });
    const found = noting()
      .linter.lint(fileOf(index), index)
      .flatMap(({ findings }) => findings);
    const read = index.text(uri) ?? "";
    return found.map(({ code, span }) => `${read.slice(0, span.start).split("\n").length} ${code}`);
  };
  assert.deepEqual(linesOf("data: {a: ENC[x,data:y]}\nsops: {mac: z}\nb: 1\n"), ["2 yaml/syntax"]);
  assert.deepEqual(linesOf("a:\n- b\n  c: 1\nd: 2\ne: 3\nf: x: y\n"), ["3 yaml/syntax", "7 yaml/syntax"]);
});

test("a key written twice is an error in a resource and a warning in a kustomization file", () => {
  const index = memoryIndex({
    "configs.yaml": config("a").replace("  key: value", "  key: value\n  key: other"),
    "kustomization.yaml": "namespace: a\nnamespace: b\nresources: []\n",
  });
  const { linter } = noting();
  const severities = [uri, uriOf("kustomization.yaml")].map((each) => {
    const file = index.file(each);
    assert.ok(file);
    return linter.lint(file, index).flatMap(({ findings }) => findings.map(({ code, severity }) => [code, severity]));
  });
  assert.deepEqual(severities, [[["yaml/duplicate-key", "error"]], [["yaml/duplicate-key", "warning"]]]);
});

for (const [what, files] of [
  ["YAML that is not about Kubernetes", { "configs.yaml": "services:\n  web: [\n  web: 1\n" }],
  [
    "a template that is not rendered yet",
    { "configs.yaml": "apiVersion: v1\nkind: {{ .Values.kind }}\nmetadata:\n  name: a\n{{- if .x }}\n" },
  ],
] as const) {
  test(`${what} is left alone`, () => {
    const index = memoryIndex(files);
    assert.deepEqual(noting().linter.lint(fileOf(index), index), []);
  });
}

test("a template of a Helm chart is left alone", () => {
  const path = "chart/templates/config.yaml";
  const index = memoryIndex({ "chart/Chart.yaml": "name: chart\n", [path]: `${config("a")}  bad: [\n` });
  const file = index.file(uriOf(path));
  assert.ok(file);
  assert.deepEqual(noting().linter.lint(file, index), []);
});

test("a rule that goes by keys is asked about manifests with one of them, in any case, or with a merge key", () => {
  const asked: string[] = [];
  const rule: Rule = {
    id: "keys",
    summary: "Notes that it was asked.",
    severity: "warning",
    needs: "document",
    fields: ["binaryData", "immutable"],
    check({ manifest }) {
      asked.push(manifest.name?.value ?? "?");
      return [];
    },
  };
  const alike = ["note immutable: true\n", "note: x\nimmutable: true\n"];
  const lines = ["immutable: true\n", "BinaryData: {}\n", "<<: { immutable: true }\n", "", ...alike];
  const texts = lines.map((line, at) => `${config(`c${at}`)}${line}`);
  const index = memoryIndex({ "configs.yaml": texts.join("---\n") });
  noting({ rules: [rule] }).linter.lint(fileOf(index), index);
  assert.deepEqual(asked, ["c0", "c1", "c2", "c5"]);
});
