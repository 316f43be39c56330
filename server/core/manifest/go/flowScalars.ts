import { backslash, colon, comma, hash, questionMark, singleQuote, tab } from "../characters.ts";
import { breaksLine, type Cursor, isGap, isGapOrEnd } from "./cursor.ts";
import { Failure } from "./failure.ts";
import type { ScalarToken } from "./tokens.ts";

/** White space between two words of a scalar: kept inside a line, folded where it holds line breaks. */
interface Gap {
  blanks: string;
  /** The first break; empty while there is none. */
  firstBreak: string;
  furtherBreaks: string;
}

function emptyGap(): Gap {
  return { blanks: "", firstBreak: "", furtherBreaks: "" };
}

function foldedGap({ blanks, firstBreak, furtherBreaks }: Gap): string {
  if (firstBreak === "") return blanks;
  if (firstBreak === "\n") return furtherBreaks === "" ? " " : furtherBreaks;
  return firstBreak + furtherBreaks;
}

function readGap(cursor: Cursor, gap: Gap, from: "sameLine" | "nextLine", refuse: () => void): void {
  let isBehindBreak = from === "nextLine";
  while (isGap(cursor.code()) || breaksLine(cursor.code())) {
    if (isGap(cursor.code())) {
      if (isBehindBreak) refuse();
      else gap.blanks += cursor.text.charAt(cursor.at);
      cursor.at++;
    } else if (isBehindBreak) gap.furtherBreaks += cursor.readBreak();
    else {
      gap.firstBreak = cursor.readBreak();
      isBehindBreak = true;
    }
  }
}

/** A plain scalar, and whether line breaks follow it, behind which a key may begin. */
export interface PlainScalar {
  readonly token: ScalarToken;
  readonly endsBehindBreak: boolean;
}

/** Reads a plain scalar in a block indented by `indent` columns (-1 at the top). */
export function readPlain(cursor: Cursor, indent: number, context: "block" | "flow"): PlainScalar {
  const start = cursor.at;
  let value = "";
  let end = start;
  let gap = emptyGap();
  while (!cursor.atDocumentMarker() && cursor.code() !== hash) {
    const from = cursor.at;
    while (!endsPlainWord(cursor, context)) cursor.at++;
    if (cursor.at > from) {
      value += foldedGap(gap) + cursor.text.slice(from, cursor.at);
      gap = emptyGap();
      end = cursor.at;
    }
    if (!isGap(cursor.code()) && !breaksLine(cursor.code())) break;
    readGap(cursor, gap, "sameLine", () => {
      if (cursor.code() === tab && cursor.column <= indent) throw new Failure("tab", cursor.at, start);
    });
    if (context === "block" && cursor.column <= indent) break;
  }
  return { token: { type: "scalar", start, end, value, style: "plain" }, endsBehindBreak: gap.firstBreak !== "" };
}

function endsPlainWord(cursor: Cursor, context: "block" | "flow"): boolean {
  const code = cursor.code();
  if (isGapOrEnd(code)) return true;
  if (code === colon) return isGapOrEnd(cursor.code(1));
  if (context === "block") return false;
  return code === comma || code === questionMark || code === 91 || code === 93 || code === 123 || code === 125;
}

/** Reads a scalar in single or double quotes; its lines may be indented in any way. */
export function readQuoted(cursor: Cursor, quote: number): ScalarToken {
  const start = cursor.at++;
  let value = "";
  for (;;) {
    if (cursor.atDocumentMarker()) throw new Failure("documentMarker", cursor.at, start);
    if (cursor.atEnd()) throw new Failure("unclosedQuote", start);
    const word = readQuotedWord(cursor, quote);
    value += word.text;
    if (cursor.code() === quote) break;
    const gap = emptyGap();
    readGap(cursor, gap, word.joinsNextLine ? "nextLine" : "sameLine", () => undefined);
    value += word.joinsNextLine ? gap.furtherBreaks : foldedGap(gap);
  }
  cursor.at++;
  return { type: "scalar", start, end: cursor.at, value, style: quote === singleQuote ? "single" : "double" };
}

/** Reads to the next white space or the closing quote. A backslash at the end of a line joins it with the next. */
function readQuotedWord(cursor: Cursor, quote: number): { readonly text: string; readonly joinsNextLine: boolean } {
  let text = "";
  let from = cursor.at;
  const taken = (): string => text + cursor.text.slice(from, cursor.at);
  while (!isGapOrEnd(cursor.code())) {
    const code = cursor.code();
    if (code === quote) {
      if (quote !== singleQuote || cursor.code(1) !== singleQuote) break;
      text = `${taken()}'`;
      cursor.at += 2;
      from = cursor.at;
    } else if (code === backslash && quote !== singleQuote) {
      text = taken();
      if (breaksLine(cursor.code(1))) {
        cursor.at++;
        cursor.readBreak();
        return { text, joinsNextLine: true };
      }
      text += readEscape(cursor);
      from = cursor.at;
    } else cursor.at++;
  }
  return { text: taken(), joinsNextLine: false };
}

/** The escapes of Go's parser: those of YAML 1.1 and `\'`, but not `\/`. */
const escapes: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["t", "\t"],
  ["\t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\x1b"],
  [" ", " "],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
  ["N", "\x85"],
  ["_", "\xa0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
]);

const hexadecimalLengths: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

function readEscape(cursor: Cursor): string {
  const start = cursor.at;
  const letter = cursor.text.charAt(start + 1);
  const simple = escapes.get(letter);
  cursor.at += 2;
  if (simple !== undefined) return simple;
  const length = hexadecimalLengths.get(letter);
  if (length === undefined) throw new Failure("escape", start);
  const digits = cursor.text.slice(cursor.at, cursor.at + length);
  const value = Number.parseInt(digits, 16);
  const isSurrogate = value >= 0xd800 && value <= 0xdfff;
  if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < length || isSurrogate || value > 0x10ffff) {
    throw new Failure("escape", start);
  }
  cursor.at += length;
  return String.fromCodePoint(value);
}
