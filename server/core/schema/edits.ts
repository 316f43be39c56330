import type { MappingNode, Pair, ScalarNode, ScalarValue } from "../manifest/node.ts";
import type { Span, TextEdit } from "../text/span.ts";

/** A scalar as it is written in YAML: plain where that keeps it what it is, otherwise in double quotes. */
export function scalarText(value: ScalarValue): string {
  if (typeof value !== "string") return String(value);
  if (/^(?:\d+(?:ms|[smh]))+$/.test(value)) return value;
  const isPlain = /^[A-Za-z_./][\w./@-]*$/.test(value) || /^[A-Za-z][\w./@+:-]*[\w/]$/.test(value);
  const isWord = /^(?:true|false|yes|no|on|off|null|y|n|~|\.inf|\.nan)$/i.test(value);
  return isPlain && !isWord ? value : JSON.stringify(value);
}

/** Writes another value in place of a scalar. */
export function replaceScalar(node: ScalarNode, value: ScalarValue): readonly TextEdit[] {
  return [{ span: spanOf(node), newText: scalarText(value) }];
}

/** Gives a pair another key. */
export function renameKey({ key }: Pair, name: string): readonly TextEdit[] {
  return [{ span: spanOf(key), newText: scalarText(name) }];
}

/** Takes a pair out, with its line when nothing else stands on it. */
export function removePair(text: string, mapping: MappingNode, pair: Pair): readonly TextEdit[] {
  const span = spanOfPair(text, mapping, pair);
  // A reader that recovered from a syntax error can leave pairs that overlap: they are better left alone.
  if (span.start > span.end) return [];
  const isOnly = mapping.pairs.length === 1;
  return [{ span, newText: isOnly ? "{}" : "" }];
}

/** What has to go with a pair; the only key of a mapping makes room for `{}`, as nothing at all would be a null. */
function spanOfPair(text: string, mapping: MappingNode, pair: Pair): Span {
  const at = mapping.pairs.indexOf(pair);
  const next = mapping.pairs[at + 1];
  const previous = mapping.pairs[at - 1];
  const end = endOf(pair);
  if (next) return { start: pair.key.start, end: next.key.start };
  if (mapping.flow) return previous ? { start: endOf(previous), end } : { start: mapping.start, end: mapping.end };
  if (!previous) return { start: pair.key.start, end: Math.max(pair.key.end, trimmedEnd(text, end)) };
  return { start: lineStart(text, pair.key.start), end: lineEnd(text, trimmedEnd(text, end)) };
}

/** Gives a mapping a field: fills it in where it stands without a value, otherwise adds it. */
export function setField(text: string, mapping: MappingNode, entry: NewPair): readonly TextEdit[] {
  const empty = mapping.pairs.find(({ key }) => key.value === entry.name);
  return empty ? fillValue(text, empty, entry) : insertPair(text, mapping, entry);
}

/** Adds a key with a value, which is several lines when it begins with a line break, in the style of the mapping. */
function insertPair(text: string, mapping: MappingNode, entry: NewPair): readonly TextEdit[] {
  if (mapping.flow) {
    const isEmpty = mapping.pairs.length === 0;
    const flow = `${entry.name}: ${entry.flow}`;
    const at = mapping.start + 1;
    return [{ span: { start: at, end: at }, newText: isEmpty ? ` ${flow}, ` : ` ${flow},` }];
  }
  const first = mapping.pairs[0];
  const last = mapping.pairs.at(-1);
  if (!first || !last) return [];
  const indent = " ".repeat(first.key.start - lineStart(text, first.key.start));
  const content = trimmedEnd(text, endOf(last));
  const at = lineEnd(text, content);
  const start = text[at - 1] === "\n" ? "" : "\n";
  return [{ span: { start: at, end: at }, newText: `${start}${indent}${entry.name}:${entry.block(indent)}\n` }];
}

/** A field that {@link setField} writes, in both styles. */
export interface NewPair {
  readonly name: string;
  readonly flow: string;
  /** What follows the colon, its lines indented below `indent`. */
  block(indent: string): string;
}

/** Fills in a value that is absent (`key:`). */
function fillValue(text: string, pair: Pair, entry: NewPair): readonly TextEdit[] {
  const indent = " ".repeat(pair.key.start - lineStart(text, pair.key.start));
  const { value } = pair;
  if (value.start === value.end)
    return [{ span: { start: value.start, end: value.start }, newText: entry.block(indent) }];
  return [{ span: spanOf(value), newText: entry.flow }];
}

/** Makes a block mapping the only item of a list. */
export function wrapInList(text: string, mapping: MappingNode): readonly TextEdit[] {
  const edits: TextEdit[] = [{ span: { start: mapping.start, end: mapping.start }, newText: "- " }];
  const end = trimmedEnd(text, mapping.end);
  for (let at = text.indexOf("\n", mapping.start) + 1; at > 0 && at < end; at = text.indexOf("\n", at) + 1) {
    if (text[at] !== "\n" && text[at] !== "\r") edits.push({ span: { start: at, end: at }, newText: "  " });
  }
  return edits;
}

function endOf({ key, value }: Pair): number {
  return Math.max(key.end, value.end);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** The end without the line breaks and blanks that block scalars include. */
function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  return at;
}

function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind the line break of the line that holds the offset. */
function lineEnd(text: string, offset: number): number {
  const lineBreak = text.indexOf("\n", offset);
  return lineBreak < 0 ? text.length : lineBreak + 1;
}
