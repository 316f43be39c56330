/** A `key:` on a line, with the column where it begins. */
export interface KeyEntry {
  readonly type: "key";
  readonly column: number;
  readonly key: string;
  /** Column behind the last character of the key, a closing quote included. */
  readonly endColumn: number;
  /** Column of the colon. */
  readonly colon: number;
}

/** A `- ` or a `key:` on a line. */
export type LineEntry = { readonly type: "dash"; readonly column: number } | KeyEntry;

/**
 * One line of block-style YAML, read from its text alone, so that it means something even where the document does not
 * parse. Columns count UTF-16 code units from the start of the line.
 */
export interface BlockLine {
  /** Offset of the line's first character. */
  readonly start: number;
  /** Offset behind the last character, the line break excluded. */
  readonly end: number;
  readonly indent: number;
  /** Empty, or nothing but a comment, a `---`, a `...` or a directive. */
  readonly isBlank: boolean;
  readonly isComment: boolean;
  /** From left to right: dashes, then at most one key. */
  readonly entries: readonly LineEntry[];
  /** Column of the value (or of the plain text of a line without key); the line's length when there is none. */
  readonly valueColumn: number;
  /** The value without comment and surrounding blanks; "" when there is none. */
  readonly value: string;
}

const markers = /^(?:---|\.\.\.)(?:\s|$)|^%/;

/** Reads the line that contains `offset`. */
export function lineAt(text: string, offset: number): BlockLine {
  const start = offset <= 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  return lineFrom(text, start);
}

/** Reads the line that begins at `start`. */
export function lineFrom(text: string, start: number): BlockLine {
  const newline = text.indexOf("\n", start);
  let end = newline < 0 ? text.length : newline;
  if (end > start && text.charCodeAt(end - 1) === 13) end--;
  return readLine(text.slice(start, end), start);
}

/** The line above, or undefined at the top. */
export function lineAbove(text: string, line: { readonly start: number }): BlockLine | undefined {
  return line.start === 0 ? undefined : lineAt(text, line.start - 1);
}

/** The line below, or undefined at the bottom. */
export function lineBelow(text: string, line: { readonly end: number }): BlockLine | undefined {
  const newline = text.indexOf("\n", line.end);
  return newline < 0 ? undefined : lineFrom(text, newline + 1);
}

/** Whether the value begins a block scalar (`|`, `>-`, `|2`). */
export function opensBlockScalar(line: BlockLine): boolean {
  return /^(?:[&!]\S+\s+)*[|>][+-]?\d?[+-]?$/.test(line.value);
}

/** Whether what stands behind the last entry leaves room for nested lines: nothing, an anchor or a tag. */
export function hasNestedValue(line: BlockLine): boolean {
  return line.value === "" || /^(?:[&!]\S+\s*)+$/.test(line.value);
}

function readLine(line: string, start: number): BlockLine {
  const indent = indentOf(line);
  const base = { start, end: start + line.length, indent };
  const isComment = line.charCodeAt(indent) === 35;
  if (indent === line.length || isComment || markers.test(line)) {
    return { ...base, isBlank: true, isComment, entries: [], valueColumn: line.length, value: "" };
  }
  const entries: LineEntry[] = [];
  let column = indent;
  while (line[column] === "-" && isGap(line[column + 1])) {
    entries.push({ type: "dash", column });
    column = skipBlanks(line, column + 1);
  }
  const key = readKey(line, column);
  if (key) {
    entries.push(key);
    column = skipBlanks(line, key.colon + 1);
  }
  const value = withoutComment(line.slice(column)).trimEnd();
  return {
    ...base,
    isBlank: false,
    isComment: false,
    entries,
    valueColumn: value === "" ? line.length : column,
    value,
  };
}

/** The `key:` at a column: plain or quoted text up to a colon that a blank or the end of the line follows. */
function readKey(line: string, column: number): KeyEntry | undefined {
  const first = line[column];
  if (first === '"' || first === "'") return readQuotedKey(line, column, first);
  if (first === undefined || "{}[]|>#&*!@`,%".includes(first)) return undefined;
  for (let at = column; at < line.length; at++) {
    const character = line[at];
    if (character === "#" && isGap(line[at - 1])) return undefined;
    if (character !== ":" || !isGap(line[at + 1])) continue;
    const key = line.slice(column, at).trimEnd();
    return key === "" ? undefined : { type: "key", column, key, endColumn: column + key.length, colon: at };
  }
  return undefined;
}

function readQuotedKey(line: string, column: number, quote: string): KeyEntry | undefined {
  const close = line.indexOf(quote, column + 1);
  if (close < 0) return undefined;
  const colon = skipBlanks(line, close + 1);
  if (line[colon] !== ":") return undefined;
  return { type: "key", column, key: line.slice(column + 1, close), endColumn: close + 1, colon };
}

/** The text up to a comment: a `#` outside quotes that a blank precedes. */
function withoutComment(text: string): string {
  const quote = text[0];
  const from = quote === '"' || quote === "'" ? Math.max(0, text.indexOf(quote, 1)) : 0;
  for (let at = text.indexOf("#", from); at >= 0; at = text.indexOf("#", at + 1)) {
    if (at === 0 || isGap(text[at - 1])) return text.slice(0, at);
  }
  return text;
}

function indentOf(line: string): number {
  return skipBlanks(line, 0);
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line[at] === " " || line[at] === "\t") at++;
  return at;
}

function isGap(character: string | undefined): boolean {
  return character === undefined || character === " " || character === "\t";
}
