import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { apiRules } from "../../../server/core/lint/rules/api/rules.ts";
import { kustomizeRules } from "../../../server/core/lint/rules/kustomize/rules.ts";
import { findAll } from "../../harness/markers.ts";
import { memoryIndex } from "../../harness/workspace.ts";

const folder = fileURLToPath(new URL("../../../examples/", import.meta.url));
const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const files = Object.fromEntries(
  paths.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [relative(folder, path).replaceAll("\\", "/"), readFileSync(path, "utf8")];
  }),
);
const found = findAll(memoryIndex(files), [...kustomizeRules, ...apiRules]).map(({ path, finding, offset }) => {
  const line = (files[path] ?? "").slice(0, offset + finding.span.start).split("\n").length;
  return `${path}:${line} ${finding.severity} ${finding.code}`;
});

test("nothing is wrong in the examples that are meant to be right", () => {
  assert.deepEqual(
    found.filter((each) => !each.startsWith("broken/")),
    [],
  );
});

test("every kustomize mistake of the broken examples is found on its line, and no other", () => {
  const expected: unknown = JSON.parse(files["broken/expected.json"] ?? "[]");
  assert.ok(Array.isArray(expected));
  const wanted = expected.flatMap((each: unknown) => {
    const { file, line, severity, code } = readExpectation(each);
    return code.startsWith("KZ-") ? [`broken/${file}:${line} ${severity} ${code}`] : [];
  });
  assert.ok(wanted.length > 20);
  assert.deepEqual(found.filter((each) => / KZ-/.test(each)).toSorted(), wanted.toSorted());
});

function readExpectation(value: unknown): { file: string; line: number; severity: string; code: string } {
  assert.ok(typeof value === "object" && value !== null);
  const entries = new Map<string, unknown>(Object.entries(value));
  return {
    file: String(entries.get("file")),
    line: Number(entries.get("line")),
    severity: String(entries.get("severity")),
    code: String(entries.get("code")),
  };
}
