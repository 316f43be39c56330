import { bar, dash, hash, space, tab } from "../characters.ts";
import { breaksLine, type Cursor, isGap } from "./cursor.ts";
import { Failure } from "./failure.ts";
import type { ScalarToken } from "./tokens.ts";

/** Reads the block scalar whose `|` or `>` is here, inside a block indented by `parent` columns (-1 at the top). */
export function readBlockScalar(cursor: Cursor, parent: number): ScalarToken {
  const start = cursor.at;
  const isLiteral = cursor.code() === bar;
  const header = readHeader(cursor, start);
  const given = header.increment === 0 ? 0 : Math.max(parent, 0) + header.increment;
  const first = readEmptyLines(cursor, given, parent, start);
  const body = readLines(cursor, first, parent, isLiteral, start);
  let value = body.value;
  if (header.chomping !== "strip") value += body.lastBreak;
  if (header.chomping === "keep") value += body.trailingBreaks;
  return { type: "scalar", start, end: body.end ?? header.end, value, style: isLiteral ? "literal" : "folded" };
}

interface Header {
  readonly chomping: "clip" | "strip" | "keep";
  /** The number in the header; 0 when there is none. */
  readonly increment: number;
  readonly end: number;
}

function readHeader(cursor: Cursor, start: number): Header {
  cursor.at++;
  const signBefore = readSign(cursor);
  const digit = cursor.code() - 48;
  if (digit === 0) throw new Failure("blockIndicator", cursor.at, start);
  const increment = digit > 0 && digit <= 9 ? digit : 0;
  if (increment > 0) cursor.at++;
  const sign = signBefore ?? (increment > 0 ? readSign(cursor) : undefined);
  const end = cursor.at;
  cursor.skipGaps();
  if (cursor.code() === hash) cursor.skipToBreak();
  if (!cursor.atEnd()) {
    if (!breaksLine(cursor.code())) throw new Failure("blockHeader", cursor.at, start);
    cursor.readBreak();
  }
  return { chomping: sign ?? "clip", increment, end };
}

function readSign(cursor: Cursor): "keep" | "strip" | undefined {
  const code = cursor.code();
  if (code !== 43 && code !== dash) return undefined;
  cursor.at++;
  return code === dash ? "strip" : "keep";
}

interface EmptyLines {
  readonly indent: number;
  readonly breaks: string;
}

/** Passes indentation and blank lines; finds out the indentation at the first line with content if it is not given. */
function readEmptyLines(cursor: Cursor, given: number, parent: number, start: number): EmptyLines {
  let breaks = "";
  let widest = 0;
  for (;;) {
    while ((given === 0 || cursor.column < given) && cursor.code() === space) cursor.at++;
    widest = Math.max(widest, cursor.column);
    if ((given === 0 || cursor.column < given) && cursor.code() === tab) throw new Failure("tab", cursor.at, start);
    if (!breaksLine(cursor.code())) break;
    breaks += cursor.readBreak();
  }
  return { indent: given === 0 ? Math.max(widest, parent + 1, 1) : given, breaks };
}

interface Body {
  readonly value: string;
  readonly lastBreak: string;
  readonly trailingBreaks: string;
  /** Behind the last line with content; undefined without any. */
  readonly end: number | undefined;
}

function readLines(cursor: Cursor, first: EmptyLines, parent: number, isLiteral: boolean, start: number): Body {
  const { indent } = first;
  let value = "";
  let lastBreak = "";
  let trailingBreaks = first.breaks;
  let wasIndented = false;
  let end: number | undefined;
  while (cursor.column === indent && !cursor.atEnd()) {
    const isIndented = isGap(cursor.code());
    const folds = !isLiteral && !wasIndented && !isIndented && lastBreak === "\n";
    if (!folds) value += lastBreak;
    else if (trailingBreaks === "") value += " ";
    const from = cursor.at;
    cursor.skipToBreak();
    value += trailingBreaks + cursor.text.slice(from, cursor.at);
    wasIndented = isIndented;
    end = cursor.at;
    lastBreak = cursor.atEnd() ? "" : cursor.readBreak();
    trailingBreaks = readEmptyLines(cursor, indent, parent, start).breaks;
  }
  return { value, lastBreak, trailingBreaks, end };
}
