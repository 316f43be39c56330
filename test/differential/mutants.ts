import { keyText, type Pair } from "../../server/core/manifest/node.ts";
import type { ExpectedType } from "../../server/core/schema/checker.ts";
import { applyEdits, type TextEdit } from "../../server/core/text/span.ts";
import type { Site } from "./sites.ts";

/** One way to break a manifest at a site; undefined where that site cannot be broken so. */
export type Mutation = (site: Site, text: string) => TextEdit | undefined;

/** The seeded defects by name. */
export const mutations: Readonly<Record<string, Mutation>> = {
  "required field deleted": ({ pair, mapping, around }, text) =>
    around.required.includes(keyText(pair)) && mapping.pairs.length > 1 ? deletion(pair, text) : undefined,
  "key renamed": ({ pair, around }) => (around.isOpen ? undefined : replacement(pair.key, misspell(keyText(pair)))),
  "key in other case": ({ pair, around }) =>
    around.isOpen ? undefined : replacement(pair.key, swapCase(keyText(pair))),
  "wrong type": ({ pair, field }, text) => (isShort(pair, text) ? wrongValue(pair, field.expected) : undefined),
  "value not allowed": ({ pair, field }) =>
    field.enumeration && pair.value.type === "scalar" ? replacement(pair.value, "Nonsense") : undefined,
  "pattern violated": ({ pair, field }) =>
    field.pattern && field.expected === "string" && pair.value.type === "scalar"
      ? replacement(pair.value, '"!?"')
      : undefined,
  "extra key": ({ pair, around }, text) =>
    around.isOpen ? undefined : before(pair, text, `unexpectedKey: 1${lineBreak(pair, text)}`),
  "duplicate key": ({ pair }, text) => {
    const line = lineOf(pair, text);
    return line === undefined ? undefined : before(pair, text, `${line.trim()}${lineBreak(pair, text)}`);
  },
  "broken indentation": ({ pair, mapping }, text) => {
    const at = mapping.pairs.indexOf(pair);
    const isLine = lineOf(pair, text) !== undefined && !mapping.flow;
    return at > 0 && isLine ? { span: { start: pair.key.start, end: pair.key.start }, newText: " " } : undefined;
  },
  "quote not closed": ({ pair }, text) =>
    pair.value.type === "scalar" && isShort(pair, text) && pair.value.start < pair.value.end
      ? replacement(pair.value, `"${text.slice(pair.value.start, pair.value.end).replaceAll('"', "")}`)
      : undefined,
};

/** The text with one defect. */
export function mutate(text: string, edit: TextEdit): string {
  return applyEdits(text, [edit]);
}

function wrongValue({ value }: Pair, expected: ExpectedType): TextEdit | undefined {
  if (expected === "any" || expected === "intOrString") return undefined;
  if (expected === "string") return replacement(value, "[1]");
  return replacement(value, "text");
}

function misspell(name: string): string {
  const middle = Math.ceil(name.length / 2);
  return `${name.slice(0, middle)}x${name.slice(middle)}`;
}

function swapCase(name: string): string {
  const first = name.slice(0, 1);
  return (first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase()) + name.slice(1);
}

function replacement({ start, end }: { readonly start: number; readonly end: number }, newText: string): TextEdit {
  return { span: { start, end }, newText };
}

function deletion(pair: Pair, text: string): TextEdit | undefined {
  const line = lineOf(pair, text);
  if (line === undefined || line.trimStart().startsWith("- ")) return undefined;
  const start = text.lastIndexOf("\n", pair.key.start) + 1;
  return { span: { start, end: start + line.length + 1 }, newText: "" };
}

function before(pair: Pair, text: string, inserted: string): TextEdit | undefined {
  if (
    text
      .slice(text.lastIndexOf("\n", pair.key.start) + 1, pair.key.start)
      .trim()
      .replace(/^-/, "") !== ""
  )
    return undefined;
  return { span: { start: pair.key.start, end: pair.key.start }, newText: inserted };
}

/** A line break, and the indentation of the key. */
function lineBreak(pair: Pair, text: string): string {
  return `\n${" ".repeat(pair.key.start - text.lastIndexOf("\n", pair.key.start) - 1)}`;
}

function isShort({ value }: Pair, text: string): boolean {
  return !text.slice(value.start, value.end).includes("\n");
}

/** The line of a pair that takes one line and shares it with no other. */
function lineOf(pair: Pair, text: string): string | undefined {
  const start = text.lastIndexOf("\n", pair.key.start) + 1;
  const end = text.indexOf("\n", pair.key.start);
  const line = text.slice(start, end < 0 ? text.length : end);
  const isAlone = text.slice(start, pair.key.start).trim() === "" && pair.value.start > pair.key.end;
  return isAlone && pair.value.end <= start + line.length && pair.value.end > pair.value.start ? line : undefined;
}
