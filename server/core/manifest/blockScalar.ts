/** The two styles of block scalars: `|` keeps line breaks, `>` folds them. */
export type BlockScalarStyle = "literal" | "folded";

/** A block scalar that was read: `end` is behind its last character of content, `next` at the line break before what follows. */
export interface BlockScalar {
  readonly value: string;
  readonly end: number;
  readonly next: number;
}

/**
 * Reads the block scalar whose `|` or `>` stands at `start`, inside a block indented by `parent` columns (-1 at the top).
 * Undefined when it is unusual (tabs in the indentation, odd header, content at the parent's column): read it otherwise.
 */
export function blockScalarValue(text: string, start: number, parent: number): BlockScalar | undefined {
  const header = readHeader(text, start, parent);
  if (!header) return undefined;
  const lines = readLines(text, header.firstLine, header.indent, parent);
  if (!lines) return undefined;
  const isFolded = text.charAt(start) === ">";
  const body = isFolded ? fold(lines.content) : lines.content.join("\n");
  const value = chomp(body, lines, header.chomping);
  return { value, end: lines.content.length > 0 ? lines.end : header.headerEnd, next: lines.next };
}

interface Header {
  readonly chomping: "clip" | "strip" | "keep";
  readonly indent: number | undefined;
  readonly headerEnd: number;
  readonly firstLine: number;
}

function readHeader(text: string, start: number, parent: number): Header | undefined {
  const match = headerPattern(text, start);
  if (!match) return undefined;
  const { indicators, firstLine } = match;
  const digit = /[1-9]/.exec(indicators)?.[0];
  if (parent < 0) return undefined;
  const chomping = indicators.includes("-") ? "strip" : indicators.includes("+") ? "keep" : "clip";
  const indent = digit ? Math.max(parent, 0) + Number(digit) : undefined;
  return { chomping, indent, headerEnd: start + 1 + indicators.length, firstLine };
}

function headerPattern(text: string, start: number): { indicators: string; firstLine: number } | undefined {
  const newline = text.indexOf("\n", start);
  const lineEnd = newline < 0 ? text.length : newline;
  const match = /^([-+]?[1-9]?|[1-9][-+])(?:[ ]+(?:#[^\n]*)?)?\r?$/.exec(text.slice(start + 1, lineEnd));
  if (!match) return undefined;
  return { indicators: match[1] ?? "", firstLine: newline < 0 ? text.length : newline + 1 };
}

interface Lines {
  /** Content lines without indentation, trailing blank lines left out. */
  readonly content: readonly string[];
  /** How many line breaks follow the last content line. */
  readonly trailingBreaks: number;
  readonly end: number;
  readonly next: number;
}

function readLines(text: string, from: number, givenIndent: number | undefined, parent: number): Lines | undefined {
  let indent = givenIndent;
  const content: string[] = [];
  let blanks: string[] = [];
  let widestBlank = 0;
  let trailingBreaks = 0;
  let end = from;
  let next = from > 0 && text.charCodeAt(from - 1) === 10 ? from - 1 : from;
  for (let at = from; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const lineEnd = newline < 0 ? text.length : newline;
    const contentEnd = lineEnd > at && text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
    let first = at;
    while (first < contentEnd && text.charCodeAt(first) === 32) first++;
    const isBlank = first === contentEnd;
    if (!isBlank) {
      if (text.charCodeAt(first) === 9 && (indent === undefined || first - at < indent)) return undefined;
      if (indent === undefined) {
        if (first - at <= parent) break;
        indent = first - at;
        if (widestBlank > indent) return undefined;
      }
      if (first - at < indent) break;
      content.push(...blanks, text.slice(at + indent, contentEnd));
      blanks = [];
      trailingBreaks = newline < 0 ? 0 : 1;
      end = contentEnd;
    } else if (indent !== undefined && first - at > indent) {
      blanks.push(text.slice(at + indent, contentEnd));
      if (content.length === 0 || newline < 0) return undefined;
      trailingBreaks++;
    } else {
      widestBlank = Math.max(widestBlank, first - at);
      blanks.push("");
      if (newline >= 0) trailingBreaks++;
    }
    next = newline < 0 ? text.length : newline;
    at = newline < 0 ? text.length : newline + 1;
  }
  if (blanks.some((blank) => blank !== "")) return undefined;
  return { content, trailingBreaks, end, next };
}

function chomp(body: string, lines: Lines, chomping: Header["chomping"]): string {
  if (chomping === "keep") return body + "\n".repeat(lines.trailingBreaks);
  if (chomping === "strip" || lines.content.length === 0 || lines.trailingBreaks === 0) return body;
  return `${body}\n`;
}

/** Folds lines: single breaks between two lines of normal indentation become a space, as YAML 1.2 section 8.1.3 says. */
function fold(lines: readonly string[]): string {
  let result = "";
  let pendingBreaks = 0;
  let previousIsIndented = false;
  let isFirst = true;
  for (const line of lines) {
    if (line === "") {
      pendingBreaks++;
      continue;
    }
    const isIndented = line.charCodeAt(0) === 32 || line.charCodeAt(0) === 9;
    if (isFirst) result = "\n".repeat(pendingBreaks) + line;
    else if (isIndented || previousIsIndented) result += "\n".repeat(pendingBreaks + 1) + line;
    else result += (pendingBreaks === 0 ? " " : "\n".repeat(pendingBreaks)) + line;
    previousIsIndented = isIndented;
    pendingBreaks = 0;
    isFirst = false;
  }
  return result;
}
