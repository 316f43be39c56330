import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brokenFolder, brokenLines, textAt, valueAt } from "./exampleRepository.ts";

/** One mistake of `examples/broken`, as `expected.json` states it; `line` counts from 1. */
interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly severity: string;
  readonly code: string;
  readonly text: string;
  readonly what: string;
}

/** Correct files that only serve the others. */
const supporting = ["cluster-targets.yaml", "expected.json", "shared-settings.yaml", "targets.yaml"];

const mistakes = readMistakes();

test("every mistake is on a line that holds the text it is about", () => {
  assert.ok(mistakes.length > 80, `only ${mistakes.length} mistakes`);
  const wrong = mistakes.filter(({ file, line, text }) => text === "" || !brokenLines(file)[line - 1]?.includes(text));
  assert.deepEqual(wrong, []);
});

test("every mistake has a severity, a code and a sentence", () => {
  const wrong = mistakes.filter(
    ({ severity, code, what }) =>
      !["error", "warning"].includes(severity) ||
      !/^((KZ|ES|FLUX)-[A-Z0-9-]+|(api|graph|ref|schema|yaml)\/[a-z-]+)$/.test(code) ||
      !/^[A-Z`].*\.$/.test(what),
  );
  assert.deepEqual(wrong, []);
});

test("every file and folder of the mistakes has a mistake", () => {
  const covered = new Set(mistakes.map(({ file }) => file.split("/")[0]));
  const left = readdirSync(brokenFolder).filter((name) => !covered.has(name) && !supporting.includes(name));
  assert.deepEqual(left, []);
});

test("every file of the mistakes says in its first line what is wrong", () => {
  const silent = mistakes.filter(({ file, what }) => brokenLines(file)[0] !== `# ${what}`);
  assert.deepEqual(silent, []);
});

function readMistakes(): readonly Mistake[] {
  const list: unknown = JSON.parse(readFileSync(join(brokenFolder, "expected.json"), "utf8"));
  assert.ok(Array.isArray(list));
  return list.map((entry: unknown) => ({
    file: textAt(entry, "file"),
    line: Number(valueAt(entry, "line")),
    severity: textAt(entry, "severity"),
    code: textAt(entry, "code"),
    text: textAt(entry, "text"),
    what: textAt(entry, "what"),
  }));
}
