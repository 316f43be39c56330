import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { YamlFile } from "../../../server/core/manifest/document.ts";
import { parseFast } from "../../../server/core/manifest/fastParser.ts";
import { parseFully } from "../../../server/core/manifest/fullParser.ts";
import { editYamlFile, parseYamlFile } from "../../../server/core/manifest/parseYamlFile.ts";
import { documentStarts } from "../../../server/core/manifest/splitDocuments.ts";
import { fuzzRounds, type Random, seeded } from "../../harness/random.ts";
import { projectFolder, samplesFolder, yamlFilesBelow } from "../../harness/yamlFiles.ts";

const three = "# head\n---\na: 1\n---\nb: 2\n---\nc: 3\n";

test("a file is split at its --- lines; comments before the first belong to the first document", () => {
  const { entries } = parseYamlFile("file:///f.yaml", three);
  assert.deepEqual(
    entries.map(({ offset, line, document }) => [offset, line, document.text]),
    [
      [0, 0, "# head\n---\na: 1\n"],
      [16, 3, "---\nb: 2\n"],
      [25, 5, "---\nc: 3\n"],
    ],
  );
});

test("dashes inside a line or a word separate nothing", () => {
  assert.deepEqual(documentStarts("a: ---\n---x: 1\n ---\n----\n"), [0]);
  assert.deepEqual(documentStarts("a: 1\r\n---\r\nb: 1"), [0, 6]);
});

test("an edit reads only the document it touches again", () => {
  const before = parseYamlFile("file:///f.yaml", three);
  const after = editYamlFile(before, { span: { start: 23, end: 24 }, newText: "22" });
  assert.equal(after.text, three.replace("b: 2", "b: 22"));
  assert.equal(after.entries[0]?.document, before.entries[0]?.document);
  assert.notEqual(after.entries[1]?.document, before.entries[1]?.document);
  assert.equal(after.entries[2]?.document, before.entries[2]?.document);
  assert.equal(after.entries[2]?.offset, 26);
});

const pieces = [
  " ",
  "  ",
  "\n",
  "\n\n",
  ":",
  ": ",
  "- ",
  "#",
  " #",
  "'",
  '"',
  "[",
  "]",
  "{",
  "}",
  ",",
  "|",
  ">",
  "|-\n",
  "&a ",
  "*a",
  "!!str ",
  "? ",
  "%",
  "@",
  "\t",
  "\r\n",
  "---\n",
  "...\n",
  "<<: *a",
  "x",
  "~",
  "\\",
  "\n---\n",
  "\ufeff",
  "- - ",
  "a: b",
];

const texts = [
  ...yamlFilesBelow(join(projectFolder, "examples"), 4000),
  ...(samplesFolder() === undefined ? [] : yamlFilesBelow(join(samplesFolder() ?? "", "repos"), 4000)),
].map(({ text }) => text);

/** Where the fast reader has an answer it is the full reader's. */
function checkAgreement(text: string): void {
  const fast = parseFast(text);
  if (fast) assert.deepEqual({ root: fast.root, problems: [] }, parseFully(text), JSON.stringify(text));
}

function randomEdit(text: string, random: Random): { span: { start: number; end: number }; newText: string } {
  const start = random.below(text.length + 1);
  const end = random.below(3) === 0 ? Math.min(text.length, start + random.below(12)) : start;
  return { span: { start, end }, newText: random.below(5) === 0 ? "" : random.pick(pieces) };
}

test("after random edits the file is what reading it afresh gives, and both readers agree on every document", () => {
  const random = seeded(20260101);
  for (let round = 0; round < fuzzRounds(1500); round++) {
    let text = random.pick(texts);
    let file: YamlFile = parseYamlFile("file:///f.yaml", text);
    for (let edits = random.below(3) + 1; edits > 0; edits--) {
      const edit = randomEdit(text, random);
      text = text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
      file = editYamlFile(file, edit);
    }
    const afresh = parseYamlFile("file:///f.yaml", text);
    assert.deepEqual(file.entries, afresh.entries, `round ${round}: ${JSON.stringify(text)}`);
    for (const { document } of afresh.entries) checkAgreement(document.text);
  }
});

test("random characters never make the reader throw", () => {
  const random = seeded(7);
  for (let round = 0; round < fuzzRounds(1500); round++) {
    const length = random.below(200);
    const text = Array.from({ length }, () =>
      random.below(3) === 0 ? random.pick(pieces) : String.fromCharCode(random.below(0x250)),
    ).join("");
    const { entries } = parseYamlFile("file:///f.yaml", text);
    assert.equal(entries.map(({ document }) => document.text).join(""), text);
  }
});
