/**
 * A half-open range of UTF-16 code units, `start` included, `end` excluded.
 *
 * Inside a {@link YamlDocument} spans count from the start of that document's text, so that an unchanged document keeps
 * its spans when text above it changes; only the file knows where a document starts.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces the text under `span` by `newText`; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Whether `offset` lies in the span; the position right after the last character counts, as a cursor there touches it. */
export function touches(span: Span, offset: number): boolean {
  return offset >= span.start && offset <= span.end;
}

/** The same span counted from an origin that lies `by` code units earlier. */
export function shift(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

/** Applies edits (in any order, not overlapping) to a text. Edits at the same place keep their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = "";
  let last = 0;
  for (const edit of ordered) {
    result += text.slice(last, edit.span.start) + edit.newText;
    last = edit.span.end;
  }
  return result + text.slice(last);
}
