import { lineAt, lineBelow } from "./blockLine.ts";

/** A document inside a block scalar, without the indentation of the scalar. */
export interface EmbeddedText {
  readonly text: string;
  /** The cursor, counted from the start of `text`. */
  readonly offset: number;
  /** What every line was indented by. */
  readonly margin: string;
}

/** The content of the block scalar whose header stands at an offset; undefined when the cursor is in its margin. */
export function embeddedText(text: string, headerAt: number, cursor: number): EmbeddedText | undefined {
  const header = lineAt(text, headerAt);
  const lines: string[] = [];
  let margin: number | undefined;
  let offset: number | undefined;
  let length = 0;
  for (let line = lineBelow(text, header); line; line = lineBelow(text, line)) {
    const isEmpty = line.start + line.indent >= line.end;
    if (!isEmpty && line.indent <= header.indent) break;
    if (!isEmpty) margin ??= line.indent;
    const content = text.slice(line.start, line.end).slice(margin ?? 0);
    const column = cursor - line.start - (margin ?? 0);
    if (cursor >= line.start && cursor <= line.end) offset = column < 0 ? undefined : length + column;
    lines.push(content);
    length += content.length + 1;
  }
  if (margin === undefined || offset === undefined) return undefined;
  return { text: lines.join("\n"), offset, margin: " ".repeat(margin) };
}
