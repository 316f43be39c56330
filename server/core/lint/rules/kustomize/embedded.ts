import type { ScalarNode, YamlNode } from "../../../manifest/node.ts";
import type { Span } from "../../../text/span.ts";
import { lineEnd } from "../edits/lines.ts";

/**
 * Where a node of the YAML inside a literal block scalar stands in the document around it. Undefined for other styles,
 * whose text differs from what is written, and for nodes that span several lines of it.
 */
export function embeddedSpan(text: string, scalar: ScalarNode, inner: YamlNode): Span | undefined {
  if (scalar.style !== "literal" || typeof scalar.value !== "string") return undefined;
  const before = scalar.value.slice(0, inner.start);
  const lineNumber = before.split("\n").length - 1;
  const column = inner.start - (before.lastIndexOf("\n") + 1);
  let at = lineEnd(text, scalar.start);
  const indent = indentation(text, at);
  for (let line = 0; line < lineNumber; line++) at = lineEnd(text, at);
  const start = at + indent + column;
  const lineBreak = text.indexOf("\n", start);
  const limit = lineBreak < 0 ? text.length : lineBreak;
  const end = Math.min(start + (inner.end - inner.start), limit);
  return start < end ? { start, end } : undefined;
}

/** The indentation of the first line with content. */
function indentation(text: string, from: number): number {
  for (let at = from; at < text.length; at = lineEnd(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    if (line.trim() !== "") return line.length - line.trimStart().length;
  }
  return 0;
}
