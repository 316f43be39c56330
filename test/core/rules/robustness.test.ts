import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { apiRules } from "../../../server/core/lint/rules/api/rules.ts";
import { kustomizeRules } from "../../../server/core/lint/rules/kustomize/rules.ts";
import { applyEdits } from "../../../server/core/text/span.ts";
import { findAll, readMarkers } from "../../harness/markers.ts";
import { memoryIndex } from "../../harness/workspace.ts";

const folder = fileURLToPath(new URL("../../fixtures/rules/", import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const pieces = [
  "- ",
  "{",
  "}",
  "[",
  "]",
  ":",
  "\n",
  "  ",
  "&a ",
  "*a",
  "<<: *a",
  "|-\n",
  "null",
  "!!str ",
  "'",
  '"',
  "---\n",
  "..",
  "/",
  "#",
];

/** A small linear congruential generator: the same numbers on every machine. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

test("random edits of the fixtures never break a rule, and every fix stays inside its document", () => {
  const next = numbers(20_240_229);
  const choose = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(next() * items.length)];
  for (let round = 0; round < 400; round++) {
    const { files } = readMarkers(readFileSync(folder + (choose(names) ?? ""), "utf8"));
    const path = choose(Object.keys(files)) ?? "";
    const text = files[path] ?? "";
    const start = Math.floor(next() * text.length);
    const end = Math.min(text.length, start + Math.floor(next() * 12));
    const edited = applyEdits(text, [{ span: { start, end }, newText: choose(pieces) ?? "" }]);
    const index = memoryIndex({ ...files, [path]: edited });
    for (const { finding, path: place, offset } of findAll(index, [...kustomizeRules, ...apiRules])) {
      const length = (place === path ? edited : (files[place] ?? "")).length - offset;
      assert.ok(finding.span.start <= finding.span.end && finding.span.end <= length, `${finding.code} in ${edited}`);
      for (const fix of finding.fixes ?? []) {
        for (const { span } of fix.edits)
          assert.ok(span.start >= 0 && span.start <= span.end && span.end <= length, fix.title);
        const ordered = fix.edits.map(({ span }) => span).toSorted((a, b) => a.start - b.start || a.end - b.end);
        ordered.forEach((span, at) => {
          assert.ok(at === 0 || span.start >= (ordered[at - 1]?.end ?? 0), `${fix.title} overlaps itself`);
        });
      }
    }
  }
});
