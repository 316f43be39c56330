/** Code of `\t`. */
export const tab = 9;
/** Code of `\n`. */
export const lineFeed = 10;
/** Code of `\r`. */
export const carriageReturn = 13;
/** Code of `space`. */
export const space = 32;
/** Code of `"`. */
export const doubleQuote = 34;
/** Code of `#`. */
export const hash = 35;
/** Code of `&`. */
export const ampersand = 38;
/** Code of `'`. */
export const singleQuote = 39;
/** Code of `*`. */
export const asterisk = 42;
/** Code of `,`. */
export const comma = 44;
/** Code of `-`. */
export const dash = 45;
/** Code of `:`. */
export const colon = 58;
/** Code of `?`. */
export const questionMark = 63;
/** Code of `[`. */
export const openBracket = 91;
/** Code of `\`. */
export const backslash = 92;
/** Code of `]`. */
export const closeBracket = 93;
/** Code of `{`. */
export const openBrace = 123;
/** Code of `|`. */
export const bar = 124;
/** Code of `}`. */
export const closeBrace = 125;
/** Code of `>`. */
export const greaterThan = 62;

/** Characters that cannot begin a plain scalar: a byte order mark and `! " # % & ' * , > @ [ ] ` { | }`. */
export const reserved = new Set([0xfeff, 33, 34, 35, 37, 38, 39, 42, 44, 62, 64, 91, 93, 96, 123, 124, 125]);

/** A key without `?` ends at most this many characters behind its start; Go refuses longer ones. */
export const longestKey = 1024;

/** Whether a code ends a line; NaN is the end of the text. */
export function isBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn || Number.isNaN(code);
}

/** Whether a code separates tokens: white space, a line end, the end of the text. */
export function isBlank(code: number): boolean {
  return code === space || isBreak(code) || code === tab;
}

/** Says whether a plain scalar ends at a character, goes on, or is a mistake there. */
export type PlainEnd = (text: string, at: number, code: number) => "end" | "error" | "go";

/** Ends a plain scalar that may turn out to be a key: before `: `. */
export function isBlockKeyEnd(text: string, at: number, code: number): "end" | "error" | "go" {
  return code === colon && isBlank(text.charCodeAt(at + 1)) ? "end" : "go";
}

/** A `: ` inside a plain value on the line of its key is a mistake, which the full reader explains. */
export function isBlockValueEnd(text: string, at: number, code: number): "end" | "error" | "go" {
  return code === colon && isBlank(text.charCodeAt(at + 1)) ? "error" : "go";
}

/** Ends a plain scalar between brackets. Where Go and the YAML specification differ (`?`, `:,`) the full reader decides. */
export function isFlowEnd(text: string, at: number, code: number): "end" | "error" | "go" {
  if (isFlowIndicator(code)) return "end";
  if (code === questionMark) return "error";
  if (code !== colon) return "go";
  const next = text.charCodeAt(at + 1);
  if (isBlank(next)) return "end";
  return isFlowIndicator(next) ? "error" : "go";
}

/** Whether a code structures flow collections. */
export function isFlowIndicator(code: number): boolean {
  return code === comma || code === openBracket || code === closeBracket || code === openBrace || code === closeBrace;
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["0", "\0"],
  ['"', '"'],
  ["\\", "\\"],
]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are looked for
const unusual = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)|(?!^)\ufeff/;

/**
 * Whether a text has characters that Go's parser refuses, takes for line breaks (NEL, LS, PS, a lone CR) or treats in a
 * way of its own (a byte order mark behind the start), and that the fast reader does not expect. The first look, which
 * most texts pass, is the quicker one.
 */
export function hasUnusualCharacters(text: string): boolean {
  return /[^\t\n\x20-\x7e]/.test(text) && unusual.test(text);
}

/** The text of a double-quoted scalar with its usual escapes resolved; undefined for the rare ones. */
export function unescapeSimple(raw: string): string | undefined {
  let result = "";
  let last = 0;
  for (let at = raw.indexOf("\\"); at >= 0; at = raw.indexOf("\\", at + 2)) {
    const replacement = simpleEscapes.get(raw.charAt(at + 1));
    if (replacement === undefined) return undefined;
    result += raw.slice(last, at) + replacement;
    last = at + 2;
  }
  return result + raw.slice(last);
}
