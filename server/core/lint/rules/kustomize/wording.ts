import type { StringNode } from "../../../manifest/manifest.ts";
import { scalarText } from "../../../schema/edits.ts";
import { closest, editDistance } from "../../../schema/suggest.ts";
import type { Span } from "../../../text/span.ts";
import type { Fix } from "../../finding.ts";

/** The bare span of a node. */
export function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** Replaces a scalar by another one. */
export function replaceWith(node: Span, value: string): Fix {
  return {
    title: `Change to \`${value}\``,
    edits: [{ span: spanOf(node), newText: scalarText(value) }],
    preferred: true,
  };
}

/** A fix and a question for the message, when some candidate is near what was written. */
export interface Guess {
  /** ` Did you mean …?` with a leading blank, or nothing. */
  readonly question: string;
  readonly fixes: readonly Fix[];
}

/** The nearest of some candidates as a question and a fix. */
export function guess(node: StringNode, candidates: Iterable<string>): Guess {
  const near = closest(node.value, candidates);
  if (near === undefined) return { question: "", fixes: [] };
  return { question: ` Did you mean \`${near}\`?`, fixes: [replaceWith(node, near)] };
}

/** The nearest of some paths, at most three letters away and equal in the first one: names are often alike unmeant. */
export function nearPath(path: string, candidates: Iterable<string>): string | undefined {
  const near = closest(path, candidates);
  return near !== undefined && editDistance(path, near, 4) < 4 && sharesStart(path, near) ? near : undefined;
}

function sharesStart(path: string, other: string): boolean {
  const slash = path.lastIndexOf("/") + 1;
  return path.slice(0, slash + 1) === other.slice(0, slash + 1);
}
