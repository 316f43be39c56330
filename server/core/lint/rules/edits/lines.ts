import type { Span, TextEdit } from "../../../text/span.ts";

/** The offset of the first character of the line that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset behind the line break of the line that holds an offset. */
export function lineEnd(text: string, offset: number): number {
  const lineBreak = text.indexOf("\n", offset);
  return lineBreak < 0 ? text.length : lineBreak + 1;
}

/** The whole lines of a span, line break included; blanks at its end do not count. */
export function wholeLines(text: string, span: Span): Span {
  return { start: lineStart(text, span.start), end: lineEnd(text, trimmedEnd(text, span)) };
}

/** Removes the whole lines of a span. */
export function removeLines(text: string, span: Span): TextEdit {
  return { span: wholeLines(text, span), newText: "" };
}

/** How many columns a position is away from the start of its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Lines indented by some columns; empty ones stay empty. */
export function indented(lines: readonly string[], columns: number): readonly string[] {
  const blank = " ".repeat(columns);
  return lines.map((line) => (line === "" ? line : blank + line));
}

/** Inserts whole lines at the start of a line; adds the line break that the last line of a file may lack. */
export function insertLines(text: string, at: number, lines: readonly string[]): TextEdit {
  const needsBreak = at > 0 && text[at - 1] !== "\n";
  return { span: { start: at, end: at }, newText: `${needsBreak ? "\n" : ""}${lines.join("\n")}\n` };
}

/** The comment lines between two offsets, without their indentation. */
export function commentLines(text: string, from: number, to: number): readonly string[] {
  const lines = text
    .slice(from, Math.max(from, to))
    .split(/\r?\n/)
    .map((line) => line.trim());
  return lines.filter((line) => line.startsWith("#"));
}

/** The whole lines of a span, and the empty line behind them when another one (or the start) is in front of them. */
export function removableLines(text: string, span: Span): Span {
  const { start, end } = wholeLines(text, span);
  const isFree = start === 0 || /(?:^|\n)(?:---)?[ \t]*\r?\n$/.test(text.slice(Math.max(0, start - 80), start));
  const blank = isFree ? (/^[ \t]*\r?\n/.exec(text.slice(end, end + 80))?.[0].length ?? 0) : 0;
  return { start, end: end + blank };
}

function trimmedEnd(text: string, span: Span): number {
  let end = span.end;
  while (end > span.start && /\s/.test(text[end - 1] ?? "")) end--;
  return end;
}
