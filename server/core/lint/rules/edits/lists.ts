import {
  type MappingNode,
  type Pair,
  pairOf,
  resolveAlias,
  type SequenceNode,
  type YamlNode,
} from "../../../manifest/node.ts";
import type { Span, TextEdit } from "../../../text/span.ts";
import {
  columnOf,
  indented,
  insertLines,
  lineEnd,
  lineStart,
  removableLines,
  removeLines,
  wholeLines,
} from "./lines.ts";
import { isNull } from "./nulls.ts";

/** Removes one item of the list under a pair; with its last item the whole pair goes. */
export function removeItem(text: string, pair: Pair, item: YamlNode): readonly TextEdit[] {
  const list = pair.value;
  if (list.type !== "sequence" || list.items.length === 1) return [removePair(text, pair)];
  if (!list.flow) return [removeLines(text, { start: dashOf(text, item), end: item.end })];
  const at = list.items.indexOf(item);
  const next = list.items[at + 1];
  const previous = list.items[at - 1];
  if (next) return [{ span: { start: item.start, end: next.start }, newText: "" }];
  return [{ span: { start: previous?.end ?? item.start, end: item.end }, newText: "" }];
}

/** Removes a pair of a block mapping with its lines. */
export function removePair(text: string, pair: Pair): TextEdit {
  return { span: removableLines(text, spanOfPair(pair)), newText: "" };
}

/** The lines of a pair of a block mapping. */
export function linesOfPair(text: string, pair: Pair): Span {
  return wholeLines(text, spanOfPair(pair));
}

function spanOfPair({ key, value }: Pair): Span {
  return { start: key.start, end: Math.max(key.end, value.end) };
}

/** The place in a list where items are added. */
export type Position = "first" | "last";

/**
 * Adds items, each given as its lines without `- `, to the list under a key of the root mapping, which is created when
 * absent. Undefined when the list is written in a way that cannot be extended safely.
 */
export function addItems(
  text: string,
  root: MappingNode,
  key: string,
  items: readonly (readonly string[])[],
  position: Position = "last",
): readonly TextEdit[] | undefined {
  return addItemLines(text, root, key, items.flatMap(asItem), position);
}

/** Like {@link addItems}, with the lines of the items as they stand in a block list whose dashes are in column 0. */
export function addItemLines(
  text: string,
  root: MappingNode,
  key: string,
  lines: readonly string[],
  position: Position = "last",
): readonly TextEdit[] | undefined {
  const pair = pairOf(root, key);
  if (!pair)
    return [insertLines(text, endOfMapping(text, root), [`${key}:`, ...indented(lines, listIndent(text, root))])];
  const list = pair.value;
  if (isNull(list)) return [insertLines(text, lineEnd(text, pair.key.end), indented(lines, listIndent(text, root)))];
  if (list.type !== "sequence") return undefined;
  if (list.flow) return rewriteFlow(text, root, pair, list, lines, position);
  const first = list.items[0];
  const last = list.items.at(-1);
  if (!first || !last) return undefined;
  const column = columnOf(text, dashOf(text, first));
  const at = position === "first" ? lineStart(text, dashOf(text, first)) : wholeLines(text, last).end;
  return [insertLines(text, at, indented(lines, column))];
}

/** Lines of one item with its dash, to be put into a block list. */
export function asItem(lines: readonly string[]): readonly string[] {
  return lines.map((line, at) => (at === 0 ? `- ${line}` : line === "" ? "" : `  ${line}`));
}

/**
 * The items of the list under a pair as lines whose dashes are in column 0, comments between them included. `prefix` is
 * put before an item (`path: `); what the item continues on further lines is then indented deeper. Undefined when the
 * list is written in a way that cannot be moved.
 */
export function itemLines(
  text: string,
  pair: Pair,
  prefix: (item: YamlNode) => string = () => "",
): readonly string[] | undefined {
  const list = resolveAlias(pair.value);
  if (list?.type !== "sequence" || list !== pair.value) return undefined;
  if (list.flow) {
    const slices = list.items.map((item) => prefix(item) + text.slice(item.start, item.end));
    return slices.some((slice) => slice.includes("\n")) ? undefined : slices.map((slice) => `- ${slice}`);
  }
  return blockItemLines(text, pair, list, prefix);
}

/** The offset of the dash of an item of a block list. */
export function dashOf(text: string, item: YamlNode): number {
  return text.lastIndexOf("-", item.start - 1);
}

/** The columns by which lists of a mapping are indented: as most of them are, 2 when there is none. */
export function listIndent(text: string, root: MappingNode): number {
  const own = columnOf(text, root.start);
  const lists = root.pairs.map(({ value }) => value).filter((value) => value.type === "sequence" && !value.flow);
  const columns = lists.flatMap((list) => {
    const first = list.type === "sequence" ? list.items[0] : undefined;
    return first ? [columnOf(text, dashOf(text, first))] : [];
  });
  const flat = columns.filter((column) => column === own).length;
  return flat * 2 > columns.length ? own : own + 2;
}

function endOfMapping(text: string, root: MappingNode): number {
  const last = root.pairs.at(-1);
  return last ? wholeLines(text, { start: last.key.start, end: Math.max(last.value.end, last.key.end) }).end : root.end;
}

function rewriteFlow(
  text: string,
  root: MappingNode,
  pair: Pair,
  list: SequenceNode,
  lines: readonly string[],
  position: Position,
): readonly TextEdit[] | undefined {
  const own = itemLines(text, pair);
  if (!own || own.some((line) => line.includes("#"))) return undefined;
  const all = position === "first" ? [...lines, ...own] : [...own, ...lines];
  const newText = indented(all, listIndent(text, root))
    .map((line) => `\n${line}`)
    .join("");
  const start = text.lastIndexOf(":", list.start) + 1;
  return [{ span: { start, end: list.end }, newText }];
}

function blockItemLines(
  text: string,
  pair: Pair,
  list: SequenceNode,
  prefix: (item: YamlNode) => string,
): readonly string[] | undefined {
  const first = list.items[0];
  if (!first) return undefined;
  const column = columnOf(text, dashOf(text, first));
  const start = lineEnd(text, pair.key.end);
  const { end } = wholeLines(text, list);
  if (start >= end) return undefined;
  const prefixes = new Map<number, string>();
  const deeper = new Set<number>();
  for (const item of list.items) {
    const added = prefix(item);
    if (added === "") continue;
    prefixes.set(item.start, added);
    const last = lineStart(text, Math.max(item.start, wholeLines(text, item).end - 1));
    for (let at = lineEnd(text, item.start); at <= last && at < text.length; at = lineEnd(text, at)) deeper.add(at);
  }
  const lines: string[] = [];
  for (let at = start; at < end; at = lineEnd(text, at)) {
    const stop = lineEnd(text, at);
    const inserted = [...prefixes].find(([offset]) => offset >= at && offset < stop);
    const line = text.slice(at, stop).replace(/\r?\n$/, "");
    const full = inserted ? line.slice(0, inserted[0] - at) + inserted[1] + line.slice(inserted[0] - at) : line;
    const own = full.slice(0, column).trim() === "" ? full.slice(column) : full.trimStart();
    lines.push(deeper.has(at) && own !== "" ? `  ${own}` : own);
  }
  return lines;
}
