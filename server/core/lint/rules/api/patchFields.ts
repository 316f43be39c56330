import { type MappingNode, type Pair, pairOf, type YamlNode } from "../../../manifest/node.ts";
import type { TextEdit } from "../../../text/span.ts";
import { columnOf, commentLines, lineEnd, lineStart, wholeLines } from "../edits/lines.ts";
import { dashOf } from "../edits/lists.ts";

/**
 * Moves `patchesStrategicMerge` and `patchesJson6902`, whose patches are YAML values, into `patches`, whose patches are
 * text. kustomize applies strategic merges first and JSON patches last, so they go before and behind what is there.
 * Undefined when one of the lists is not in block style.
 */
export function patchesEdits(mapping: MappingNode, text: string): readonly TextEdit[] | undefined {
  const merges = pairOf(mapping, "patchesStrategicMerge");
  const operations = pairOf(mapping, "patchesJson6902");
  const existing = pairOf(mapping, "patches");
  const first = mapping.pairs[0];
  if (mapping.flow || !first) return undefined;
  const before = merges ? mergeItems(merges, text) : [];
  const kept = existing ? ownItems(existing, text) : [];
  const behind = operations ? operationItems(operations, text) : [];
  if (!before || !kept || !behind) return undefined;
  const blank = " ".repeat(columnOf(text, first.key.start));
  const lines = ["patches:", ...[...before, ...kept, ...behind].map((line) => (line === "" ? "" : `  ${line}`))];
  const newText = lines.map((line) => (line === "" ? "\n" : `${blank}${line}\n`)).join("");
  const old = [existing, merges, operations].flatMap((pair) => (pair ? [pair] : []));
  const [place, ...others] = old;
  if (
    !place ||
    old.some(
      (pair) =>
        pair === first && columnOf(text, pair.key.start) !== text.slice(lineStart(text, pair.key.start)).search(/\S/),
    )
  )
    return undefined;
  return [
    { span: linesOf(place, text), newText },
    ...others.map((pair) => ({ span: linesOf(pair, text), newText: "" })),
  ];
}

function linesOf(pair: Pair, text: string): { start: number; end: number } {
  return wholeLines(text, { start: pair.key.start, end: Math.max(pair.key.end, pair.value.end) });
}

function blockItems(pair: Pair): readonly YamlNode[] | undefined {
  const { value } = pair;
  return value.type === "sequence" && !value.flow && value.items.length > 0 ? value.items : undefined;
}

/** Each item is a partial object: its text becomes the patch. */
function mergeItems(pair: Pair, text: string): readonly string[] | undefined {
  const items = blockItems(pair);
  return items?.flatMap((item, at) => [
    ...commentsBefore(items, at, pair, text),
    "- patch: |-",
    ...valueLines(item, text).map((line) => (line === "" ? "" : `    ${line}`)),
  ]);
}

/** Each item has a target and a list of operations, whose text becomes the patch. */
function operationItems(pair: Pair, text: string): readonly string[] | undefined {
  const items = blockItems(pair);
  const lines = items?.map((item) => operationItem(item, text));
  if (!items || !lines?.every((each) => each !== undefined)) return undefined;
  return lines.flatMap((each, at) => [...commentsBefore(items, at, pair, text), ...each]);
}

function operationItem(item: YamlNode, text: string): readonly string[] | undefined {
  const patch = pairOf(item, "patch");
  const target = pairOf(item, "target");
  if (item.type !== "mapping" || item.flow || !patch || item.pairs.length > 2) return undefined;
  const isText = patch.value.type === "scalar";
  const body = isText
    ? pairLines(patch, text)
    : ["patch: |-", ...listLines(patch.value, text).map((line) => (line === "" ? "" : `  ${line}`))];
  const all = [...(target ? pairLines(target, text) : []), ...body];
  return all.map((line, at) => (at === 0 ? `- ${line}` : line === "" ? "" : `  ${line}`));
}

function commentsBefore(items: readonly YamlNode[], at: number, pair: Pair, text: string): readonly string[] {
  const from = lineEnd(text, (items[at - 1] ?? pair.key).end - 1);
  const to = items[at] ? lineStart(text, dashOf(text, items[at])) : from;
  return commentLines(text, from, to);
}

/** The lines of a pair with its key in column 0. */
function pairLines(pair: Pair, text: string): readonly string[] {
  const column = columnOf(text, pair.key.start);
  const { end } = linesOf(pair, text);
  return dedented(text.slice(pair.key.start, end), column);
}

function listLines(list: YamlNode, text: string): readonly string[] {
  const first = list.type === "sequence" && !list.flow ? list.items[0] : undefined;
  if (!first) return valueLines(list, text);
  const dash = dashOf(text, first);
  return dedented(text.slice(dash, wholeLines(text, list).end), columnOf(text, dash));
}

/** The lines of a value with its first character in column 0. */
function valueLines(node: YamlNode, text: string): readonly string[] {
  return dedented(text.slice(node.start, wholeLines(text, node).end), columnOf(text, node.start));
}

function dedented(text: string, column: number): readonly string[] {
  const lines = text.replace(/\s*$/, "").split(/\r?\n/);
  return lines.map((line, at) =>
    at === 0 ? line : line.slice(0, column).trim() === "" ? line.slice(column) : line.trimStart(),
  );
}

/** The items that are in `patches` already. */
function ownItems(pair: Pair, text: string): readonly string[] | undefined {
  const items = blockItems(pair);
  return items && [...commentsBefore(items, 0, pair, text), ...listLines(pair.value, text)];
}
