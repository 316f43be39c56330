import { lineFeed, space, tab } from "../characters.ts";

const nextLine = 0x85;
const lineSeparator = 0x2028;
const paragraphSeparator = 0x2029;

/** Whether a code breaks a line for Go's parser, which follows YAML 1.1: NEL, LS and PS do so too. */
export function breaksLine(code: number): boolean {
  if (code === lineFeed || code === 13) return true;
  return code >= nextLine && (code === nextLine || code === lineSeparator || code === paragraphSeparator);
}

/** Whether a code is a space or a tab. */
export function isGap(code: number): boolean {
  return code === space || code === tab;
}

/** Whether a code ends a word: white space, a line break, or the end of the text (NaN). */
export function isGapOrEnd(code: number): boolean {
  return code === space || code === tab || breaksLine(code) || Number.isNaN(code);
}

/** Whether a code may stand in the name of an anchor: letters, digits, `_` and `-`. */
export function isNameCharacter(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45
  );
}

/** A place in a text that moves forward and knows its column. Columns are UTF-16 units from the start of the line. */
export class Cursor {
  readonly text: string;
  at: number;
  lineStart: number;
  line = 0;

  constructor(text: string) {
    this.text = text;
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.lineStart = this.at;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  /** Code of the character `ahead` places further; NaN behind the end. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.at + ahead);
  }

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Passes a line break and gives it as Go does: `\n`, or one of the two Unicode separators unchanged. */
  readBreak(): string {
    const code = this.code();
    this.at += code === 13 && this.code(1) === lineFeed ? 2 : 1;
    this.lineStart = this.at;
    this.line++;
    return code === lineSeparator || code === paragraphSeparator ? String.fromCharCode(code) : "\n";
  }

  skipGaps(): void {
    while (isGap(this.code())) this.at++;
  }

  skipToBreak(): void {
    while (!this.atEnd() && !breaksLine(this.code())) this.at++;
  }

  /** Whether `---` or `...` stands here at the start of a line. */
  atDocumentMarker(): boolean {
    if (this.column !== 0) return false;
    const code = this.code();
    if (code !== 45 && code !== 46) return false;
    return this.code(1) === code && this.code(2) === code && isGapOrEnd(this.code(3));
  }
}
