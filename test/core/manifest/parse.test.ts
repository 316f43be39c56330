import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { parseFast } from "../../../server/core/manifest/fastParser.ts";
import { parseFully } from "../../../server/core/manifest/fullParser.ts";
import { asString, itemsAt, stringAt, toJson, valueAt } from "../../../server/core/manifest/node.ts";
import { parseDocument } from "../../../server/core/manifest/parseDocument.ts";
import { recoverDocument } from "../../../server/core/manifest/recovery.ts";
import { documentStarts } from "../../../server/core/manifest/splitDocuments.ts";
import { projectFolder, yamlFilesBelow } from "../../harness/yamlFiles.ts";

const simple = [
  "a: 1\nb:\n  - x\n  - y: [1, {k: v}, \"q\"]\n    z: 'it''s'\n",
  "---\n# comment\nname: web # trailing\nlist:\n- a\n- b\nempty:\nlast: ~\n",
  "script: |\n  line one\n    deeper\n\n  end\nfolded: >-\n  one\n  two\n\n  three\nkeep: |+\n  x\n\nafter: 1\n",
  "description: a plain text\n  that goes on\n\n  in a new paragraph\nnext: true\n",
  "base: &base\n  cpu: 1\nuse: *base\n",
  "flow: {a: 1,\n  b: [x,\n    y]}\n",
  "text: a:b#c http://example.com/x?y=1\n",
  "\u00e4: \u{1F600}\n",
  "crlf: 1\r\nlist:\r\n  - a\r\n",
];

for (const text of simple) {
  test(`the fast and the full reader agree on ${JSON.stringify(text.slice(0, 40))}`, () => {
    const fast = parseFast(text);
    assert.ok(fast, "the fast reader gave up");
    assert.deepEqual({ root: fast.root, problems: [] }, parseFully(text));
  });
}

const leftToTheFullReader = [
  "a: !!str 1\n",
  "? a\n: b\n",
  'a: "x\n  y"\n',
  "a: b: c\n",
  "a: [1, 2\n",
  "\ta: 1\n",
  "%YAML 1.2\n---\na: 1\n",
];

for (const text of leftToTheFullReader) {
  test(`the fast reader gives up on ${JSON.stringify(text)}`, () => assert.equal(parseFast(text), undefined));
}

test("scalars get the value that Go's reader gives them", () => {
  const text =
    'yes: on\nn: ~\noctal: 0777\nnewOctal: 0o17\nhex: 0x1F\nfloat: 1.10\nunder: 1_000\ndate: 2026-01-02\nversion: 1.2.3\nquoted: "1"\nexp: 1e3\n';
  assert.deepEqual(toJson(parseDocument(text).root), {
    true: true,
    false: null,
    octal: 511,
    newOctal: 15,
    hex: 31,
    float: 1.1,
    under: 1000,
    date: "2026-01-02",
    version: "1.2.3",
    quoted: "1",
    exp: 1000,
  });
});

test("spans cover exactly the key and the value", () => {
  const text = "spec:\n  sourceRef:\n    name: podinfo # the app\n";
  const name = stringAt(parseDocument(text).root, "spec", "sourceRef", "name");
  assert.equal(text.slice(name?.start, name?.end), "podinfo");
});

test("a broken line leaves the values around it readable", () => {
  const document = parseDocument("apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  foo\nspec:\n  x: [1\n");
  assert.ok(document.problems.length > 0);
  assert.equal(stringAt(document.root, "kind")?.value, "Secret");
  assert.equal(stringAt(document.root, "metadata", "name")?.value, "a");
});

test("a quoted text that goes on in a line without indentation is accepted, as Go accepts it", () => {
  const document = parseDocument('a:\n  b: "first\nsecond"\n  c: 1\n');
  assert.deepEqual(document.problems, []);
  assert.equal(stringAt(document.root, "a", "b")?.value, "first second");
  assert.equal(document.text.slice(valueAt(document.root, "a", "c")?.start).trim(), "1");
});

test("the full reader gives the nodes that the yaml package gives for well written documents", () => {
  const texts = yamlFilesBelow(join(projectFolder, "examples")).flatMap(({ text }) => {
    const starts = documentStarts(text);
    return starts.map((start, at) => text.slice(start, starts[at + 1] ?? text.length));
  });
  const read = texts.map((text) => ({ text, full: parseFully(text), recovered: recoverDocument(text) }));
  const sound = read.filter(({ full, recovered }) => full.problems.length + recovered.problems.length === 0);
  assert.ok(sound.length > 100);
  for (const { text, full, recovered } of sound) assert.deepEqual(full, recovered, text);
});

test("a quote that is never closed is an error", () => {
  const [problem] = parseDocument('a: "first\nb: 1\n').problems;
  assert.match(problem?.message ?? "", /quote is opened and never closed/);
});

test("a tab that indents a block scalar is told as a tab, and as nothing else", () => {
  for (const text of ["data:\n  text: |\n\tx\n", "data:\n  text: |\n    a\n\tx\n  b: 1\n"]) {
    const messages = parseDocument(text).problems.map(({ message }) => message);
    assert.match(messages.join(" and "), /^Tabs can't indent YAML\. Use spaces\. [^.]*\.$/);
  }
});

test("a key written twice is reported at the second", () => {
  const text = "a: 1\nb: 2\na: 3\n";
  const { problems } = parseDocument(text);
  assert.deepEqual(
    problems.map(({ code, span }) => [code, span]),
    [["yaml/duplicate-key", { start: 10, end: 11 }]],
  );
});

test("merge keys give their values where no own key is written", () => {
  const { root } = parseDocument("base: &b {cpu: 1, memory: 2}\nuse:\n  <<: *b\n  cpu: 5\n");
  assert.deepEqual(toJson(valueAt(root, "use")), { cpu: 5, memory: 2 });
  assert.equal(asString(valueAt(root, "use", "memory")), undefined);
});

test("an alias without anchor is a finding, not a crash", () => {
  assert.equal(parseDocument("a: *nobody\n").problems[0]?.code !== undefined, true);
});

test("an alias bomb stays small when it becomes data", () => {
  const levels = Array.from({ length: 12 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at}, `.repeat(9)}*l${at}]`);
  const { root } = parseDocument(`l0: &l0 x\n${levels.join("\n")}\n`);
  assert.equal(itemsAt(root, "l12").length, 10);
  assert.ok(JSON.stringify(toJson(root, 10_000)).length < 200_000);
});

test("100,000 nested brackets are a finding", () => {
  const { problems, root } = parseDocument(`a: ${"[".repeat(100_000)}`);
  assert.equal(problems[0]?.code, "yaml/too-deep");
  assert.equal(root, undefined);
});

for (const [name, text] of [
  ["dashes", "- ".repeat(100_000)],
  ["indentation", Array.from({ length: 1200 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
  ["closed brackets", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
  ["question marks", "? ".repeat(50_000)],
] as const) {
  test(`deep nesting by ${name} is a finding`, () =>
    assert.equal(parseDocument(text).problems[0]?.code, "yaml/too-deep"));
}

test("a text of more than 10 million characters is not read and says so", () => {
  const [problem] = parseDocument(`a: ${"x".repeat(10_000_001)}`).problems;
  assert.equal(problem?.code, "yaml/too-large");
  assert.match(problem?.message ?? "", /10\.0 million characters/);
});
