import type { SyntaxProblem } from "./document.ts";
import { Failure, failureMessages } from "./go/failure.ts";
import { type GoDocument, parseTokens } from "./go/parser.ts";
import { mostProblems } from "./meaning.ts";
import type { YamlNode } from "./node.ts";
import { recoverDocument } from "./recovery.ts";

/** The outcome of reading one YAML document of any kind. */
export interface FullParse {
  readonly root: YamlNode | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** Broken documents longer than this (in UTF-16 code units) have no values: the `yaml` package takes about a second for 1 MB. */
const maximumRecovery = 500_000;

/**
 * Reads a document of any YAML as Go does, so that what Kubernetes accepts has no problems. What Go refuses is read
 * once more by the `yaml` package, which goes on behind a mistake: its values are returned beside the problems.
 */
export function parseFully(text: string): FullParse {
  const read = readLikeGo(text);
  const control = controlCharacters(text);
  if (!(read instanceof Failure))
    return { root: read.root, problems: [...control, ...read.problems.slice(0, mostProblems).map(problemAt)] };
  const own = ownProblem(read, text);
  if (text.length > maximumRecovery) return { root: undefined, problems: [...control, own] };
  const { root, problems } = recoverDocument(text);
  const isNear = ({ span }: SyntaxProblem): boolean =>
    span.start <= lineEnd(text, read.at) && lineDistance(text, span.start, read.at) <= 1;
  const near = problems.filter(isNear);
  if (near.length === 0) return { root, problems: [...control, own, ...problems] };
  // The package takes a tab below a block scalar for other mistakes.
  const isMistaken = read.reason === "tab" && !near.some(({ message }) => message === own.message);
  if (!isMistaken) return { root, problems: [...control, ...problems] };
  return { root, problems: [...control, own, ...problems.filter((problem) => !isNear(problem))] };
}

function readLikeGo(text: string): GoDocument | Failure {
  try {
    return parseTokens(text);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function problemAt({ message, start, end }: GoDocument["problems"][number]): SyntaxProblem {
  return { code: "yaml/syntax", message, span: { start, end } };
}

/** Points at what was begun and not ended if that is near, otherwise at the place where Go gave up. */
function ownProblem({ reason, at, context }: Failure, text: string): SyntaxProblem {
  const place = reason !== "tab" && lineDistance(text, context, at) <= 1 ? context : at;
  const start = Math.max(0, Math.min(place, text.length - 1));
  const end = Math.max(lineEnd(text, start), Math.min(start + 1, text.length));
  const rest =
    text.length > maximumRecovery
      ? "Until then the document is not checked."
      : "The rest of the file is still checked.";
  const message = `${failureMessages[reason]} ${rest}`;
  return { code: "yaml/syntax", message, span: { start, end } };
}

function lineEnd(text: string, from: number): number {
  const lineBreak = text.indexOf("\n", from);
  return lineBreak < 0 ? text.length : lineBreak;
}

function lineDistance(text: string, one: number, other: number): number {
  const between = text.slice(Math.min(one, other), Math.max(one, other));
  return between.split(/\r\n|[\r\n\x85\u2028\u2029]/).length - 1;
}

/** Go's reader refuses control characters wherever they stand (go.yaml.in/yaml/v2, readerc.go). The first one is told. */
function controlCharacters(text: string): readonly SyntaxProblem[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are looked for
  const at = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/);
  if (at < 0) return [];
  return [{ code: "yaml/syntax", message: failureMessages.control, span: { start: at, end: at + 1 } }];
}
