/** A zero-based line and a zero-based UTF-16 column. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Translates offsets of one text into lines and columns and back. Line breaks are `\n`, `\r\n` and a lone `\r`. */
export interface LineIndex {
  readonly lineCount: number;
  /** The line and column of an offset; offsets outside the text are clamped. */
  at(offset: number): LineColumn;
  /** The offset of a line and column; clamped to the text. */
  offset(position: LineColumn): number;
  /** The offset of the first character of a line; the text's length for lines past the end. */
  lineStart(line: number): number;
}

/** Builds the line index of a text in one pass. */
export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const lineStart = (line: number): number => starts[line] ?? text.length;
  return {
    lineCount: starts.length,
    lineStart,
    at(offset) {
      const clamped = Math.max(0, Math.min(offset, text.length));
      const line = lastAtOrBefore(starts, clamped);
      return { line, column: clamped - lineStart(line) };
    },
    offset({ line, column }) {
      if (line < 0) return 0;
      return Math.min(lineStart(line) + Math.max(0, column), lineStart(line + 1), text.length);
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

/** The index of the last element that is at most `value` in an ascending list that starts with 0. */
export function lastAtOrBefore(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
