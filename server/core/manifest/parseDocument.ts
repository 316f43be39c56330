import type { SyntaxProblem, YamlDocument } from "./document.ts";
import { parseFast } from "./fastParser.ts";
import { parseFully } from "./fullParser.ts";
import { problemsOfMeaning } from "./meaning.ts";

/** Documents longer than this (in UTF-16 code units) are read only when they are simple; see {@link parseDocument}. */
export const maximumFullParse = 1_500_000;
/** Documents longer than this are not read at all: reading them would hold everything else up. */
const maximumDocument = 4_000_000;
/** Files longer than this are not even split into documents. */
export const maximumLength = 10_000_000;
/** Files with more documents than this are not split either: judging each of them would take seconds. */
export const maximumDocuments = 10_000;
const maximumNesting = 500;

/**
 * Reads one YAML document. Never throws: what is wrong becomes a problem, and the rest keeps its values. A document is
 * read by the fast reader when it is simple, otherwise by the full one, which reads a broken document with the `yaml`
 * package: that takes about a second for 3 MB, so that very large documents that need it are reported as too large
 * instead of holding everything up.
 */
export function parseDocument(text: string): YamlDocument {
  if (text.length > maximumDocument) return unread(text, tooLarge(text));
  const fast = parseFast(text);
  if (fast) return { text, root: fast.root, problems: problemsOfMeaning(fast.root) };
  if (text.length > maximumFullParse) return unread(text, tooLarge(text));
  if (nesting(text) > maximumNesting) return unread(text, tooDeep);
  const { root, problems } = parseFully(text);
  return { text, root, problems: [...problems, ...problemsOfMeaning(root)] };
}

/** A file with so many documents that they are taken for one, which is not read. */
export function unreadDocuments(text: string, count: number): YamlDocument {
  const message = `This file has ${count.toLocaleString("en")} YAML documents and is not checked. Split it into files of at most ${maximumDocuments.toLocaleString("en")}.`;
  return unread(text, { code: "yaml/too-large", message });
}

/** Whether a document was too large to be read, so that nothing can be said about any place in it. */
export function isUnread({ problems }: YamlDocument): boolean {
  return problems.some(({ code }) => code === "yaml/too-large");
}

function unread(text: string, problem: Omit<SyntaxProblem, "span">): YamlDocument {
  const lineBreak = text.indexOf("\n");
  const end = Math.min(lineBreak < 0 ? text.length : lineBreak, 200);
  return { text, root: undefined, problems: [{ ...problem, span: { start: 0, end } }] };
}

const tooDeep: Omit<SyntaxProblem, "span"> = {
  code: "yaml/too-deep",
  message: `Nested deeper than ${maximumNesting} levels, so this document is not checked. Kubernetes would refuse it as well.`,
};

function tooLarge(text: string): Omit<SyntaxProblem, "span"> {
  const megabytes = (text.length / 1_000_000).toFixed(1);
  return {
    code: "yaml/too-large",
    message: `This YAML document has ${megabytes} million characters and is not checked. Kubernetes stores at most about 1.5 million per object: split it.`,
  };
}

/** An upper estimate of how deep brackets, `- ` runs and indentation nest, without reading the text. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if ((code === 93 || code === 125) && depth > 0) depth--;
  }
  const dashes = /(?:[-?] ){100,}/.exec(text)?.[0].length ?? 0;
  return Math.max(deepest, dashes / 2, indentSteps(text));
}

/** How many different indentations grow one after another: at most one level of nesting each. */
function indentSteps(text: string): number {
  const open: number[] = [];
  let deepest = 0;
  for (const match of text.matchAll(/^( *)[^ \n]/gm)) {
    const indent = match[1]?.length ?? 0;
    while ((open.at(-1) ?? -1) >= indent) open.pop();
    open.push(indent);
    deepest = Math.max(deepest, open.length);
  }
  return deepest;
}
