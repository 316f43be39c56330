import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  parseAllDocuments,
  type Range,
  Scalar,
  type YAMLError,
} from "yaml";
import type { SyntaxProblem } from "./document.ts";
import { mostProblems } from "./meaning.ts";
import type { AliasNode, MappingNode, Pair, ScalarNode, ScalarStyle, YamlNode } from "./node.ts";
import { resolvePlainScalar } from "./plainScalar.ts";
import { joinQuotedLines } from "./quotedLines.ts";
import { describeSyntaxError } from "./syntaxMessages.ts";

/** What could be read of a broken YAML document. */
export interface Recovered {
  readonly root: YamlNode | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Reads a broken document with the `yaml` package: what can be understood is returned beside the problems. Quoted
 * scalars that go on in a line that is not indented are joined first, as Go's parser accepts them.
 */
export function recoverDocument(text: string): Recovered {
  const first = readWithPackage(text);
  if (first.errors.length === 0) return convert(first);
  const joined = joinQuotedLines(text);
  if (joined === text) return convert(first);
  const second = readWithPackage(joined);
  return convert(second.errors.length < first.errors.length ? second : first);
}

interface PackageParse {
  readonly document: Document.Parsed | undefined;
  readonly errors: readonly YAMLError[];
  readonly text: string;
}

function readWithPackage(text: string): PackageParse {
  const parsed = parseAllDocuments(text, {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    strict: true,
    merge: false,
  });
  if (!Array.isArray(parsed)) return { document: undefined, errors: [], text };
  const document = parsed.find((each) => each.contents !== null && !isEmptyScalar(each.contents)) ?? parsed[0];
  const errors = parsed.flatMap((each) => each.errors);
  return { document, errors, text };
}

function isEmptyScalar(node: ParsedNode | null): boolean {
  return isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1];
}

function convert({ document, errors, text }: PackageParse): Recovered {
  const problems = errors.slice(0, mostProblems).map((error) => describeSyntaxError(error, text));
  const contents = document?.contents;
  if (!contents || isEmptyScalar(contents)) return { root: undefined, problems };
  const converter = new Converter(text);
  const root = converter.node(contents, 0);
  return { root, problems: [...problems, ...converter.problems.slice(0, mostProblems)] };
}

type Target = Exclude<YamlNode, AliasNode>;

class Converter {
  readonly problems: SyntaxProblem[] = [];
  readonly #anchors = new Map<string, Target>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  node(node: unknown, at: number): YamlNode {
    if (isAlias(node)) return this.#alias(node);
    const converted = this.#collectionOrScalar(node, at);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor) this.#anchors.set(anchor, converted);
    return converted;
  }

  #collectionOrScalar(node: unknown, at: number): Target {
    if (isMap(node)) return this.#mapping(node.items, this.#span(node.range, at), node.flow === true);
    if (isSeq(node)) {
      const span = this.#span(node.range, at);
      const items = node.items.map((item) => this.#item(item, span.start));
      const flow = node.flow === true;
      return {
        type: "sequence",
        ...span,
        end: flow ? span.end : Math.max(items.at(-1)?.end ?? span.end, span.start + 1),
        items,
        flow,
      };
    }
    if (isScalar(node)) return this.#scalar(node, at);
    return { type: "scalar", start: at, end: at, value: null, style: "plain" };
  }

  /** A `key: value` directly in a flow sequence is a mapping of one pair. */
  #item(item: unknown, at: number): YamlNode {
    if (!isPair(item)) return this.node(item, isScalar(item) && item.range ? this.#behindDash(item.range[0]) : at);
    const mapping = this.#mapping([item], { start: at, end: at }, true);
    const first = mapping.pairs[0];
    return first ? { ...mapping, start: first.key.start, end: first.value.end } : mapping;
  }

  /** Where an absent item stands: right behind its dash. */
  #behindDash(offset: number): number {
    let at = offset;
    while (at > 0 && isSpace(this.#text.charCodeAt(at - 1))) at--;
    return at;
  }

  #mapping(items: readonly unknown[], span: { start: number; end: number }, flow: boolean): MappingNode {
    const pairs: Pair[] = [];
    for (const item of items) {
      if (!isPair(item)) continue;
      const key = this.node(item.key, span.start);
      const scalar = key.type === "alias" ? key.target : key;
      if (scalar?.type !== "scalar") {
        this.problems.push({
          code: "yaml/syntax",
          message:
            "A key must be a single word or string here: Kubernetes turns manifests into JSON, which has no other keys.",
          span: { start: key.start, end: key.end },
        });
        continue;
      }
      const value = this.node(item.value, this.#afterColon(scalar.end));
      pairs.push({ key: { ...scalar, start: key.start, end: key.end }, value });
    }
    const end = flow ? span.end : Math.max(pairs.at(-1)?.value.end ?? span.end, span.start);
    return { type: "mapping", start: span.start, end, pairs, flow };
  }

  #afterColon(keyEnd: number): number {
    const colon = /^[ \t]*:/.exec(this.#text.slice(keyEnd, keyEnd + 80))?.[0].length;
    return keyEnd + (colon ?? 0);
  }

  #scalar(node: Scalar, at: number): ScalarNode {
    const isAbsent = node.value === null && (node.source === undefined || node.source === "");
    if (isAbsent && !node.tag) return { type: "scalar", start: at, end: at, value: null, style: "plain" };
    const style = scalarStyle(node);
    const span = this.#span(node.range, at);
    const source = node.source ?? String(node.value);
    const isTyped = style === "plain" && node.tag !== "tag:yaml.org,2002:str" && node.tag !== "!";
    return { type: "scalar", ...span, value: isTyped ? resolvePlainScalar(source) : source, style };
  }

  #alias(node: Alias): YamlNode {
    const span = this.#span(node.range, 0);
    const target = this.#anchors.get(node.source);
    return { type: "alias", ...span, name: node.source, target };
  }

  /** A node's range without the white space and comments behind it. */
  #span(range: Range | null | undefined, at: number): { start: number; end: number } {
    if (!range) return { start: at, end: at };
    const [start, valueEnd] = range;
    let end = valueEnd;
    while (end > start && isSpace(this.#text.charCodeAt(end - 1))) end--;
    return { start, end };
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function scalarStyle(node: Scalar): ScalarStyle {
  switch (node.type) {
    case Scalar.QUOTE_DOUBLE:
      return "double";
    case Scalar.QUOTE_SINGLE:
      return "single";
    case Scalar.BLOCK_LITERAL:
      return "literal";
    case Scalar.BLOCK_FOLDED:
      return "folded";
    default:
      return "plain";
  }
}
