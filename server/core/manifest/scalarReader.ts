import {
  backslash,
  carriageReturn,
  colon,
  comma,
  dash,
  doubleQuote,
  hash,
  isBlank,
  isBreak,
  isFlowEnd,
  lineFeed,
  openBracket,
  type PlainEnd,
  questionMark,
  reserved,
  singleQuote,
  space,
  tab,
  unescapeSimple,
} from "./characters.ts";
import type { ScalarNode } from "./node.ts";
import { resolvePlainScalar } from "./plainScalar.ts";

/** Thrown where a text leaves the subset that the fast reader knows; no mistake of the user. */
export const giveUp = new Error("not the simple subset of YAML");

/** Reads lines and one-line scalars of a text from a place that moves forward. */
export class ScalarReader {
  readonly text: string;
  at = 0;
  /** Column of `at` when it stands on the first content of a line; -1 at the end of the text. */
  column = 0;

  constructor(text: string) {
    this.text = text;
  }

  isMarkerLine(): boolean {
    return this.column === 0 && this.text.startsWith("---", this.at) && isBlank(this.text.charCodeAt(this.at + 3));
  }

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Moves from the start or the end of a line to the next content and notes its column. */
  nextContent(): void {
    const text = this.text;
    let at = this.at;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === lineFeed) at++;
      else if (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed) at += 2;
      else if (Number.isNaN(code)) break;
      else {
        const start = at;
        while (text.charCodeAt(at) === space) at++;
        const first = text.charCodeAt(at);
        if (first === tab) throw giveUp;
        if (first === hash) at = this.lineEndFrom(at);
        else if (!isBreak(first)) {
          this.at = at;
          this.column = at - start;
          if (this.column === 0 && (first === 37 || (first === 46 && text.startsWith("...", at)))) throw giveUp;
          return;
        } else if (first === carriageReturn && text.charCodeAt(at + 1) !== lineFeed) throw giveUp;
      }
    }
    this.at = at;
    this.column = -1;
  }

  lineEndFrom(from: number): number {
    const at = this.text.indexOf("\n", from);
    if (at < 0) return this.text.length;
    return this.text.charCodeAt(at - 1) === carriageReturn ? at - 1 : at;
  }

  /** After a value: only blanks and a comment may follow on the line. */
  skipToLineEnd(): void {
    const text = this.text;
    const start = this.at;
    let at = start;
    while (text.charCodeAt(at) === space) at++;
    const code = text.charCodeAt(at);
    if (code === hash && at > start) at = this.lineEndFrom(at);
    else if (!isBreak(code)) throw giveUp;
    this.at = at;
  }

  plain(ends: PlainEnd): ScalarNode {
    const text = this.text;
    const start = this.at;
    const first = text.charCodeAt(start);
    if (reserved.has(first) || (first === colon && ends === isFlowEnd)) throw giveUp;
    if ((first === dash || first === questionMark || first === colon) && isBlank(text.charCodeAt(start + 1)))
      throw giveUp;
    const end = this.plainEnd(ends);
    this.at = end;
    const source = text.slice(start, end);
    return { type: "scalar", start, end, value: resolvePlainScalar(source), style: "plain" };
  }

  /** The end of the plain scalar text from `#at` to the end of the line at most, trailing blanks left out. */
  plainEnd(ends: PlainEnd): number {
    const text = this.text;
    const start = this.at;
    let at = start;
    let end = start;
    for (;;) {
      const code = text.charCodeAt(at);
      if (isBreak(code)) {
        if (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed) throw giveUp;
        break;
      }
      if (code === tab) throw giveUp;
      if (code === hash && text.charCodeAt(at - 1) === space && at > start) break;
      if (code === colon || code === comma || code === questionMark || code >= openBracket) {
        const verdict = ends(text, at, code);
        if (verdict === "end") break;
        if (verdict === "error") throw giveUp;
      }
      at++;
      if (code !== space) end = at;
    }
    return end;
  }

  singleQuoted(): ScalarNode {
    const text = this.text;
    const start = this.at;
    let at = start + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (isBreak(code)) throw giveUp;
      if (code === singleQuote) {
        if (text.charCodeAt(at + 1) !== singleQuote) break;
        at++;
      }
      at++;
    }
    this.at = at + 1;
    const value = text.slice(start + 1, at).replaceAll("''", "'");
    return { type: "scalar", start, end: at + 1, value, style: "single" };
  }

  doubleQuoted(): ScalarNode {
    const text = this.text;
    const start = this.at;
    let at = start + 1;
    let escaped = false;
    for (;;) {
      const code = text.charCodeAt(at);
      if (isBreak(code)) throw giveUp;
      if (code === doubleQuote) break;
      if (code === backslash) {
        escaped = true;
        at++;
      }
      at++;
    }
    this.at = at + 1;
    const raw = text.slice(start + 1, at);
    const value = escaped ? unescapeSimple(raw) : raw;
    if (value === undefined) throw giveUp;
    return { type: "scalar", start, end: at + 1, value, style: "double" };
  }
}
