import assert from "node:assert/strict";
import type { IndexStore } from "../../server/core/graph/indexStore.ts";
import { isPatchFile } from "../../server/core/graph/kustomize/partialDocuments.ts";
import type { FileChange, Finding } from "../../server/core/lint/finding.ts";
import { applies, type Rule } from "../../server/core/lint/rule.ts";
import { applyEdits, shift } from "../../server/core/text/span.ts";
import { memoryIndex, parseFixture, repositoryRoot, uriOf } from "./workspace.ts";

/** A finding as a fixture states it: a line of a file, and what is said about which columns of it. */
export interface Expectation {
  readonly path: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly code: string;
  /** What the message has to contain; empty when it does not matter. */
  readonly message: string;
}

/** A fixture without its marker lines, and what they expect. */
export interface MarkedFixture {
  readonly files: Readonly<Record<string, string>>;
  readonly expectations: readonly Expectation[];
}

const underSpan = /^\s*#(\s*)(\^+) ([\w/-]+)(?:: (.*))?$/;
const firstColumns = /^\s*# <(-+) ([\w/-]+)(?:: (.*))?$/;

/**
 * Takes the markers out of a fixture. A line `#   ^^^ CODE: message` speaks of the columns above it, `# <--- CODE:
 * message` of the first ones, as many as there are dashes. Several markers may follow one line.
 */
export function readMarkers(text: string): MarkedFixture {
  const files: Record<string, string> = {};
  const expectations: Expectation[] = [];
  for (const [path, content] of Object.entries(parseFixture(text).files)) {
    const kept: string[] = [];
    for (const line of content.split("\n")) {
      const marker = readMarker(line);
      if (marker) expectations.push({ path, line: kept.length - 1, ...marker });
      else kept.push(line);
    }
    files[path] = kept.join("\n");
  }
  return { files, expectations };
}

function readMarker(line: string): Omit<Expectation, "path" | "line"> | undefined {
  const under = underSpan.exec(line);
  if (under) {
    const [, , carets = "", code = "", message = ""] = under;
    const start = line.indexOf("^");
    return { start, end: start + carets.length, code, message };
  }
  const first = firstColumns.exec(line);
  if (!first) return undefined;
  const [, dashes = "", code = "", message = ""] = first;
  return { start: 0, end: dashes.length, code, message };
}

/** A finding of a rule at its place in a file. */
export interface PlacedFinding {
  readonly path: string;
  readonly finding: Finding;
  /** File offset of the document that the finding's spans count from. */
  readonly offset: number;
}

/** Runs rules on every manifest of an index. */
export function findAll(index: IndexStore, rules: readonly Rule[]): readonly PlacedFinding[] {
  const found: PlacedFinding[] = [];
  for (const uri of index.yamlFiles()) {
    const path = decodeURIComponent(uri.slice(repositoryRoot.length + 1));
    const partial = isPatchFile(uri, index);
    for (const { manifest, offset } of index.manifests(uri)) {
      for (const rule of rules) {
        if (!applies(rule, manifest)) continue;
        for (const finding of rule.check({ manifest, index, partial })) found.push({ path, finding, offset });
      }
    }
  }
  return found;
}

/** Checks that rules find in a fixture exactly what its markers say; the index and the findings, to go on with. */
export function checkMarkers(
  text: string,
  rules: readonly Rule[],
): { index: IndexStore; found: readonly PlacedFinding[] } {
  const { files, expectations } = readMarkers(text);
  const index = memoryIndex(files);
  const found = findAll(index, rules);
  const actual = found.map((each) => describe(each, files[each.path] ?? ""));
  assert.deepEqual(actual.map(placeText).toSorted(), expectations.map(placeText).toSorted());
  for (const expected of expectations) {
    const messages = actual.filter((each) => placeText(each) === placeText(expected)).map(({ message }) => message);
    assert.ok(
      messages.some((message) => message.includes(expected.message)),
      `${placeText(expected)} says ${messages.join(" | ")}`,
    );
  }
  return { index, found };
}

function describe({ path, finding, offset }: PlacedFinding, text: string): Expectation {
  const start = offset + finding.span.start;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(0, lineStart).split("\n").length - 1;
  const lineBreak = text.indexOf("\n", start);
  const end = Math.min(offset + finding.span.end, lineBreak < 0 ? text.length : lineBreak);
  return { path, line, start: start - lineStart, end: end - lineStart, code: finding.code, message: finding.message };
}

function placeText({ path, line, start, end, code }: Expectation): string {
  return `${path}:${line + 1}:${start + 1}-${end + 1} ${code}`;
}

/** The files after the preferred fix of every finding that has one, written like a fixture. */
export function applyPreferredFixes(text: string, found: readonly PlacedFinding[]): string {
  const { files } = readMarkers(text);
  let state: Readonly<Record<string, string>> = files;
  const edits = new Map<string, FileEdit[]>();
  for (const { path, finding, offset } of found) {
    const fix = finding.fixes?.find(({ preferred }) => preferred);
    if (!fix) continue;
    const own = fix.edits.map((edit) => ({ ...edit, span: shift(edit.span, offset) }));
    edits.set(path, [...(edits.get(path) ?? []), ...own]);
    for (const change of fix.files ?? []) state = applyChange(state, change, edits);
  }
  for (const [path, list] of edits) state = { ...state, [path]: applyEdits(state[path] ?? "", list) };
  return Object.entries(state)
    .map(([path, content]) => `#- ${path}\n${content.replace(/\n*$/, "\n")}`)
    .join("");
}

type FileEdit = Parameters<typeof applyEdits>[1][number];

function applyChange(
  files: Readonly<Record<string, string>>,
  change: FileChange,
  edits: Map<string, FileEdit[]>,
): Readonly<Record<string, string>> {
  const path = decodeURIComponent(change.uri.slice(uriOf("").length).replace(/^\//, ""));
  if (change.type === "create") return { ...files, [path]: change.text };
  if (change.type === "edit") edits.set(path, [...(edits.get(path) ?? []), ...change.edits]);
  if (change.type === "edit" || change.type === "rename") return files;
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));
}
