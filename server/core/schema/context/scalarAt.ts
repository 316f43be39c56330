import { resolveAlias, valueAt } from "../../manifest/node.ts";
import { parseDocument } from "../../manifest/parseDocument.ts";
import type { BlockLine } from "./blockLine.ts";
import { lineFrom } from "./blockLine.ts";
import { nearestBelow } from "./blockScan.ts";
import { scalarText } from "./siblings.ts";

/**
 * The scalar under a chain of keys, read from the text without parsing the document: cheap for thousands of documents, and
 * works where the document is broken. Undefined where there is none, or where it stands in a flow mapping of several lines.
 */
export function scalarAt(text: string, ...path: readonly string[]): string | undefined {
  let line: BlockLine | undefined = firstLine(text);
  for (const [depth, key] of path.entries()) {
    const found = findKey(text, line, key);
    if (!found) return undefined;
    if (depth === path.length - 1) return scalarText(found.value) || undefined;
    if (found.value.startsWith("{")) return scalarInFlow(found.value, path.slice(depth + 1));
    const child = nearestBelow(text, found.end, Number.POSITIVE_INFINITY);
    line = child && child.indent > found.indent ? child : undefined;
  }
  return undefined;
}

/** A value of a flow mapping that is written in one line, such as `{ name: web, namespace: shop }`. */
function scalarInFlow(text: string, path: readonly string[]): string | undefined {
  const node = resolveAlias(valueAt(parseDocument(text).root, ...path));
  return node?.type === "scalar" ? scalarText(text.slice(node.start, node.end)) || undefined : undefined;
}

/** The top-level keys of a document in block style. */
export function topLevelKeys(text: string): readonly string[] {
  const keys: string[] = [];
  for (let line = firstLine(text); line; line = nearestBelow(text, line.end, 0)) {
    const entry = line.entries[0];
    if (entry?.type === "key") keys.push(entry.key);
  }
  return keys;
}

function firstLine(text: string): BlockLine | undefined {
  const line = lineFrom(text, 0);
  return line.isBlank ? nearestBelow(text, line.end, Number.POSITIVE_INFINITY) : line;
}

/** The line with this key among those in the column of `first`. */
function findKey(text: string, first: BlockLine | undefined, key: string): BlockLine | undefined {
  const column = first?.indent ?? 0;
  for (let line = first; line && line.indent === column; line = nearestBelow(text, line.end, column)) {
    const entry = line.entries[0];
    if (entry?.type === "key" && entry.key === key) return line;
  }
  return undefined;
}
