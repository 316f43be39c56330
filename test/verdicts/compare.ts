import { isDeepStrictEqual } from "node:util";
import { toJson } from "../../server/core/manifest/node.ts";
import { parseDocument } from "../../server/core/manifest/parseDocument.ts";
import type { GoVerdicts } from "./goReader.ts";

/** How our reader and Go's differ on a document; undefined where they say the same, or Go's two readers disagree. */
export function difference(text: string, { kubectl, kustomize }: GoVerdicts): string | undefined {
  if (kubectl.accepted !== kustomize.accepted) return undefined;
  const { problems, root } = parseDocument(text);
  const [first] = problems;
  if (kubectl.accepted) {
    if (first) return isReasoned(text, problems) ? undefined : `Go accepts it, we say: ${first.message}`;
    const isSame = sameValue(toJson(root, Number.MAX_SAFE_INTEGER), kubectl.value);
    return isSame || hasReasonedValue(text) ? undefined : "The values differ";
  }
  if (!first) return isAboutMerge(kubectl.error, text) ? undefined : `We accept it, Go says: ${kubectl.error}`;
  if (kubectl.line === undefined || tellsAnotherPlace(kubectl.error)) return undefined;
  const lines = problems.map(({ span }) => lineOf(text, span.start));
  const isNear = lines.some((line) => Math.abs(line - (kubectl.line ?? 0)) <= 1);
  return isNear ? undefined : `We report lines ${lines.join(", ")}, Go says: ${kubectl.error}`;
}

/** A value as JSON shows it: `-0` is 0, and the order of keys does not matter. */
export function sameValue(ours: unknown, theirs: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(ours)), JSON.parse(JSON.stringify(theirs)));
}

/** The one-based line of an offset, as Go counts lines. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|[\r\n\x85\u2028\u2029]/).length;
}

/** The differences that are meant, each explained in README.md: text behind the end of the document,
 * `{}key: value`, a tag before `<<`. */
function isReasoned(text: string, problems: readonly { readonly message: string }[]): boolean {
  return (
    problems.some(({ message }) => message.startsWith("Kubernetes stops reading")) ||
    /^(\{\}|\[\])[ \t]*[^\s#]|!\S* <<:/m.test(text)
  );
}

/** Values that are left as they are, each explained in README.md. */
function hasReasonedValue(text: string): boolean {
  return text.includes("!!binary") || /![^\n]* <<:/.test(text);
}

/** kubectl calls a merged key written twice although kustomize does not; the other then has a cause of its own. */
function isAboutMerge(error: string, text: string): boolean {
  return error.includes("already set in map") && text.includes("<<");
}

/** Go names the line of the value for a key written twice, and the end of the text for an unclosed quote. */
function tellsAnotherPlace(error: string): boolean {
  return error.includes("already set in map") || error.includes("unexpected end of stream");
}
