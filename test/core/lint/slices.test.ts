import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rule } from "../../../server/core/lint/rule.ts";
import { createLinter, type Linter } from "../../../server/core/lint/runner.ts";
import { editYamlFile } from "../../../server/core/manifest/parseYamlFile.ts";
import { fuzzRounds, seeded } from "../../harness/random.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

const config = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const uri = uriOf("configs.yaml");

/** Finds names that are declared twice, and notes whom it looked at. */
function namesakes(): { readonly linter: Linter; readonly asked: string[] } {
  const asked: string[] = [];
  const rule: Rule = {
    id: "namesake",
    summary: "A name is declared twice.",
    severity: "warning",
    needs: "structure",
    *check({ manifest: { name }, index }) {
      asked.push(name?.value ?? "?");
      if (!name || index.objects({ name: name.value }).length < 2) return;
      const message = `${name.value} is declared twice.`;
      yield { code: "namesake", severity: "warning", message, span: { start: name.start, end: name.end } };
    },
  };
  const linter = createLinter({
    rules: [rule],
    isPartial: () => false,
    validateFile: () => undefined,
    validateHeader: () => [],
    validate: () => [],
  });
  return { linter, asked };
}

type Index = ReturnType<typeof memoryIndex>;

function fileOf(index: Index) {
  const file = index.file(uri);
  assert.ok(file);
  return file;
}

function edit(index: Index, start: number, end: number, newText: string): void {
  index.setText(uri, editYamlFile(fileOf(index), { span: { start, end }, newText }), { open: true });
}

const told = (found: ReturnType<Linter["lint"]>): readonly string[] =>
  found.flatMap(({ entry, findings }) => findings.map(({ message }) => `${entry.line}: ${message}`));

test("a new name is judged at once where it is written, and a few documents at a time elsewhere", () => {
  const index = memoryIndex({ "configs.yaml": ["a", "b", "c", "d", "e"].map(config).join("---\n") });
  index.setText(uri, fileOf(index), { open: true });
  const { linter, asked } = namesakes();
  linter.lint(fileOf(index), index);
  asked.splice(0);
  const at = fileOf(index).text.indexOf("name: d") + "name: ".length;
  edit(index, at, at + 1, "a");
  const first = linter.lintSlice(fileOf(index), index, 2);
  assert.deepEqual(asked.splice(0), ["a", "a", "b"]);
  assert.deepEqual(
    [first.isComplete, told(first.documents)],
    [false, ["0: a is declared twice.", "14: a is declared twice."]],
  );
  const second = linter.lintSlice(fileOf(index), index, 2);
  assert.deepEqual(asked.splice(0), ["c", "e"]);
  assert.equal(second.isComplete, true);
  linter.lintSlice(fileOf(index), index, 2);
  assert.deepEqual(asked, []);
});

test("documents that wait for their turn keep what was found before", () => {
  const index = memoryIndex({ "configs.yaml": ["a", "b", "b", "c"].map(config).join("---\n") });
  index.setText(uri, fileOf(index), { open: true });
  const { linter } = namesakes();
  const before = told(linter.lint(fileOf(index), index));
  assert.equal(before.length, 2);
  const at = fileOf(index).text.indexOf("name: a") + "name: ".length;
  edit(index, at, at + 1, "x");
  assert.deepEqual(told(linter.lintSlice(fileOf(index), index, 0).documents), before);
});

function pasted(name: () => string): string {
  return Array.from({ length: 5 }, () => `---\n${config(name())}`).join("");
}

test("of a file that is opened the beginning is looked at first", () => {
  const index = memoryIndex({ "configs.yaml": ["a", "b", "c", "a", "c"].map(config).join("---\n") });
  index.setText(uri, fileOf(index), { open: true });
  const { linter } = namesakes();
  const slices = [1, 2, 3].map(() => linter.lintSlice(fileOf(index), index, 1));
  assert.deepEqual(
    slices.map(({ documents, isComplete }) => [told(documents).length, isComplete]),
    [
      [1, false],
      [2, false],
      [3, false],
    ],
  );
  assert.deepEqual(told(linter.lint(fileOf(index), index)).length, 4);
});

test("however the slices fall between edits, the end is what a look at everything gives", () => {
  for (let round = 0; round < fuzzRounds(40); round++) {
    const random = seeded(round + 1);
    const name = (): string => random.pick(["a", "b", "c", "d", "e", "f", "g", "h"]);
    const index = memoryIndex({ "configs.yaml": Array.from({ length: 12 }, () => config(name())).join("---\n") });
    index.setText(uri, fileOf(index), { open: true });
    const { linter } = namesakes();
    for (let step = 0; step < 12; step++) {
      const { text, entries } = fileOf(index);
      const entry = random.pick(entries);
      const at = text.indexOf("name: ", entry.offset) + "name: ".length;
      const action = random.below(5);
      if (action === 0) edit(index, at, at + 1, name());
      else if (action === 1) edit(index, text.length, text.length, `---\n${config(name())}`);
      else if (action === 2) edit(index, 0, 0, `${config(name())}---\n`);
      else if (action === 3) edit(index, entry.offset, entry.offset, pasted(name));
      else index.setText(uriOf("other.yaml"), config(name()), { open: true });
      if (random.below(3) > 0) linter.lintSlice(fileOf(index), index, random.below(6));
    }
    const state = { slice: linter.lintSlice(fileOf(index), index, 3), calls: 1 };
    for (; !state.slice.isComplete; state.calls++) state.slice = linter.lintSlice(fileOf(index), index, 3);
    assert.ok(state.calls < 20, `seed ${round + 1}: it never came to an end`);
    const whole = told(namesakes().linter.lint(fileOf(index), index));
    assert.deepEqual(told(state.slice.documents), whole, `seed ${round + 1}`);
  }
});
