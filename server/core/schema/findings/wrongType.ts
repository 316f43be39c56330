import type { Fix } from "../../lint/finding.ts";
import type { MappingNode, ScalarNode, SequenceNode } from "../../manifest/node.ts";
import type { Span } from "../../text/span.ts";
import type { Checker, ExpectedType } from "../checker.ts";
import { replaceScalar, wrapInList } from "../edits.ts";
import { isDuration } from "../patterns.ts";
import { describePlace, isItem, ownerName, report, textOf, type Walk } from "../walk.ts";
import { shorten } from "../wording.ts";

type Value = ScalarNode | MappingNode | SequenceNode;

/** A value of another type than the schema asks for. */
export function wrongType(walk: Walk, checker: Checker, node: Value): void {
  const code = checker.expected === "intOrString" ? "schema/int-or-string" : "schema/wrong-type";
  const place = describePlace(walk, node);
  const message = `${place} must be ${expectedWords[checker.expected]}, but ${foundWords(walk, node)}.${advice(walk, checker, node)}`;
  report(walk, { code, message, span: spanOf(walk, node), fixes: fixes(walk, checker, node) });
}

const expectedWords: Readonly<Record<ExpectedType, string>> = {
  object: "a mapping",
  array: "a list",
  string: "a string",
  integer: "a whole number",
  number: "a number",
  boolean: "`true` or `false`",
  intOrString: "a whole number or a string",
  any: "a value",
};

function foundWords(walk: Walk, node: Value): string {
  if (node.type === "mapping") return "this is a mapping";
  if (node.type === "sequence") return "this is a list";
  const written = shorten(textOf(walk, node));
  if (node.value === null) return written === "" ? "it is empty" : `\`${written}\` is no value`;
  if (typeof node.value === "string") return `${node.style === "plain" ? `\`${written}\`` : written} is text`;
  if (typeof node.value === "number") return `\`${written}\` is read as a number`;
  return `\`${written}\` is read as ${written === String(node.value) ? "a boolean" : `\`${node.value}\``}`;
}

function advice(walk: Walk, checker: Checker, node: Value): string {
  const { expected, schema } = checker;
  if (node.type !== "scalar") {
    if (expected === "array") return ` Begin each entry below \`${ownerName(walk)}\` with \`- \`.`;
    const place = isItem(walk, node) ? "- " : `${ownerName(walk)}:`;
    if (node.type === "mapping") return ` Write one value behind \`${place}\` instead of fields.`;
    if (expected === "object") return " Write its fields without the leading `- `.";
    if (node.flow) return " Remove the brackets, or put the whole value in quotes.";
    return ` Write one value behind \`${place}\` instead of items.`;
  }
  if (isDuration(schema.pattern) && typeof node.value === "number") return " Add a unit, as in `5m`.";
  if (canQuote(expected, node)) return " Put it in quotes.";
  if (unquoted(expected, node) !== undefined) return " Remove the quotes.";
  if (expected === "array") return " Write it as an item, with a leading `- `.";
  return node.value === null ? " Remove it or give it a value." : "";
}

function fixes(walk: Walk, checker: Checker, node: Value): readonly Fix[] {
  const { expected, schema } = checker;
  const text = walk.manifest.document.text;
  if (node.type === "mapping" && !node.flow && expected === "array") {
    return [{ title: "Make it an item of a list", edits: wrapInList(text, node), preferred: true }];
  }
  if (node.type !== "scalar" || node.value === null) return [];
  if (isDuration(schema.pattern) && typeof node.value === "number") return durationFixes(node, node.value);
  const written = textOf(walk, node);
  if (canQuote(expected, node)) return [rewrite(node, `Quote \`${shorten(written)}\``, `"${written}"`)];
  const value = unquoted(expected, node);
  if (value !== undefined) return [rewrite(node, "Remove the quotes", value)];
  const isSimple = node.style === "plain" && !/[,[\]{}\n]/.test(written);
  if (expected === "array" && isSimple) return [rewrite(node, "Make it a list", `[${written}]`)];
  return [];
}

function canQuote(expected: ExpectedType, node: ScalarNode): boolean {
  const takesText = expected === "string" || expected === "intOrString";
  return takesText && node.style === "plain" && node.value !== null && typeof node.value !== "string";
}

/** The text without quotes, when that has the expected type. */
function unquoted(expected: ExpectedType, { value, style }: ScalarNode): string | undefined {
  if (typeof value !== "string" || style === "literal" || style === "folded") return undefined;
  if (expected === "integer" && /^-?\d+$/.test(value)) return value;
  if (expected === "number" && /^-?\d+(?:\.\d+)?$/.test(value)) return value;
  return expected === "boolean" && /^(?:true|false)$/i.test(value) ? value.toLowerCase() : undefined;
}

function durationFixes(node: ScalarNode, value: number): readonly Fix[] {
  return ["s", "m"].map((unit) => ({
    title: `Write \`${value}${unit}\``,
    edits: replaceScalar(node, `${value}${unit}`),
  }));
}

function rewrite({ start, end }: ScalarNode, title: string, newText: string): Fix {
  return { title, edits: [{ span: { start, end }, newText }], preferred: true };
}

/** A value of many lines is told at its key or first character, so that the squiggle stays short; an absent one too. */
function spanOf(walk: Walk, node: Value): Span {
  const isLong = node.type !== "scalar" && textOf(walk, node).includes("\n");
  if (!isLong && node.start < node.end) return { start: node.start, end: node.end };
  const owner = walk.trail.at(-1);
  if (owner?.value === node) return owner.key;
  if (isLong) return { start: node.start, end: node.start + 1 };
  const before = walk.manifest.document.text.slice(0, node.start).trimEnd().length;
  return { start: Math.max(0, before - 1), end: before };
}
