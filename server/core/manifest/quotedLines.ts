/**
 * Replaces line breaks inside quoted scalars by spaces where the next line is not indented. Go's YAML parser, which
 * reads everything in Kubernetes, does not ask for indentation there while the `yaml` package calls the quote unclosed.
 * The text keeps its length, so spans stay right.
 */
export function joinQuotedLines(text: string): string {
  const breaks: number[] = [];
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === 35 && (at === 0 || isBlank(text.charCodeAt(at - 1)))) at = endOfLine(text, at);
    else if ((code === 34 || code === 39) && opensScalar(text, at)) at = closeQuote(text, at, code, breaks);
    else at++;
  }
  if (breaks.length === 0) return text;
  let result = "";
  let last = 0;
  for (const at of breaks) {
    result += `${text.slice(last, at)} `;
    last = at + 1;
  }
  return result + text.slice(last);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}

/** A quote begins a scalar only behind white space or an opening or separating character. */
function opensScalar(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  return isBlank(before) || before === 91 || before === 123 || before === 44;
}

/** Finds the closing quote; collects line breaks on the way. Without one nothing was a quoted scalar: go on behind it. */
function closeQuote(text: string, open: number, quote: number, breaks: number[]): number {
  const found: number[] = [];
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92 && quote === 34) at++;
    else if (code === quote) {
      if (quote === 39 && text.charCodeAt(at + 1) === 39) at++;
      else {
        breaks.push(...found);
        return at + 1;
      }
    } else if (code === 10) found.push(at);
  }
  return open + 1;
}
