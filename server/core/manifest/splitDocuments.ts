/**
 * The offsets at which the YAML documents of a text start: 0 and every `---` line, except that a beginning without
 * content (comments, blank lines, directives) belongs to the first document that has some.
 */
export function documentStarts(text: string): readonly number[] {
  const starts: number[] = [];
  for (let at = markerAfter(text, 0); at >= 0; at = markerAfter(text, at + 3)) starts.push(at);
  const first = starts[0];
  if (first === undefined) return [0];
  if (hasContent(text, 0, first)) return [0, ...starts];
  starts[0] = 0;
  return starts;
}

function markerAfter(text: string, from: number): number {
  for (let at = from; ; at += 3) {
    at = text.indexOf("---", at);
    if (at < 0) return -1;
    if (isMarker(text, at)) return at;
  }
}

/** Whether the three dashes at `at` begin a line and are followed by white space or the end. */
function isMarker(text: string, at: number): boolean {
  const before = at === 0 ? 10 : text.charCodeAt(at - 1);
  if (before !== 10 && before !== 13) return false;
  if (at + 3 >= text.length) return true;
  const after = text.charCodeAt(at + 3);
  return after === 10 || after === 13 || after === 32 || after === 9;
}

function hasContent(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13 || code === 32 || code === 9 || code === 0xfeff) at++;
    else if (code === 35 || (code === 37 && (at === 0 || text.charCodeAt(at - 1) === 10))) at = lineEnd(text, at, end);
    else return true;
  }
  return false;
}

function lineEnd(text: string, from: number, end: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? end : at;
}
