import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import type { DocumentEntry } from "../core/manifest/document.ts";
import type { YamlNode } from "../core/manifest/node.ts";
import { linesOf } from "../core/manifest/parseYamlFile.ts";
import type { Environment } from "./environment.ts";

/**
 * What can be folded: documents, mappings, lists, block scalars, comments. Undefined leaves it to the editor (which folds
 * by indentation): for text that is no YAML, and where another YAML extension folds.
 */
export function provideFoldingRanges(
  { index, settings }: Environment,
  uri: string,
): readonly FoldingRange[] | undefined {
  const file = index.file(uri);
  if (!file || settings().yamlNeighbour) return undefined;
  return file.entries.flatMap((entry) => [
    ...(file.entries.length > 1 ? documentRange(entry) : []),
    ...(entry.document.root ? nodeRanges(entry.document.root, entry) : []),
    ...commentRanges(entry),
  ]);
}

function documentRange(entry: DocumentEntry): readonly FoldingRange[] {
  const { text } = entry.document;
  const first = text.length - text.trimStart().length;
  return rangeBetween(entry, first, text.length, FoldingRangeKind.Region);
}

function nodeRanges(root: YamlNode, entry: DocumentEntry): readonly FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const visit = (node: YamlNode, opener: number): void => {
    ranges.push(...rangeBetween(entry, opener, node.end));
    visitChildren(node);
  };
  const visitChildren = (node: YamlNode): void => {
    if (node.type === "mapping") for (const { key, value } of node.pairs) visit(value, key.start);
    if (node.type === "sequence") for (const item of node.items) visit(item, item.start);
  };
  visitChildren(root);
  return ranges;
}

/** A range from the line of one offset to the last line with text before another; none within one line. */
function rangeBetween(
  entry: DocumentEntry,
  from: number,
  to: number,
  kind?: FoldingRangeKind,
): readonly FoldingRange[] {
  const { text } = entry.document;
  let end = to;
  while (end > from && /\s/.test(text[end - 1] ?? "")) end--;
  const lines = linesOf(entry.document);
  const startLine = lines.at(from).line;
  const endLine = lines.at(end).line;
  if (endLine <= startLine) return [];
  return [{ startLine: entry.line + startLine, endLine: entry.line + endLine, ...(kind && { kind }) }];
}

/** Comments of several lines. A `#` inside a block scalar is text, but then it folds just as well. */
function commentRanges(entry: DocumentEntry): readonly FoldingRange[] {
  const { text } = entry.document;
  if (!text.includes("#")) return [];
  const ranges: FoldingRange[] = [];
  let first = -1;
  let count = 0;
  const finish = (end: number): void => {
    if (count > 1) ranges.push(...rangeBetween(entry, first, end, FoldingRangeKind.Comment));
    count = 0;
  };
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    if (isComment(text, start)) {
      if (count++ === 0) first = start;
    } else finish(start);
    start = end;
  }
  finish(text.length);
  return ranges;
}

/** The offset behind the line break that ends a line. */
function lineEnd(text: string, start: number): number {
  const at = text.indexOf("\n", start);
  return at < 0 ? text.length : at + 1;
}

/** Whether a line has nothing but a comment. */
function isComment(text: string, start: number): boolean {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return text[at] === "#";
}
