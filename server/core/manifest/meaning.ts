import type { SyntaxProblem } from "./document.ts";
import { isMerge, keyText, type MappingNode, type Pair, resolveAlias, type YamlNode } from "./node.ts";

/** Problems beyond this many in one document help nobody. */
export const mostProblems = 200;

const none: readonly SyntaxProblem[] = [];

/**
 * What Go refuses in a document that is well written YAML: keys written twice, `<<` without a mapping, aliases without
 * an anchor, null keys and infinite numbers (JSON has none), and aliases that multiply beyond measure.
 */
export function problemsOfMeaning(root: YamlNode | undefined): readonly SyntaxProblem[] {
  if (!root) return none;
  const problems: SyntaxProblem[] = [];
  let aliases = 0;
  const visit = (node: YamlNode): void => {
    if (node.type === "scalar") {
      if (typeof node.value === "number" && !Number.isFinite(node.value)) problems.push(infinite(node));
    } else if (node.type === "sequence") for (const item of node.items) visit(item);
    else if (node.type === "alias") {
      aliases++;
      if (!node.target) problems.push(unknownAnchor(node));
    } else {
      const repeated = repeatedPairs(node);
      if (repeated) problems.push(...repeated);
      for (const pair of node.pairs) {
        if (pair.key.value === null) problems.push(nullKey(pair.key));
        if (isMerge(pair) && !canMerge(pair)) problems.push(wrongMerge(pair));
        visit(pair.value);
      }
    }
  };
  visit(root);
  if (aliases > 0 && expandsTooFar(root)) problems.push(excessiveAliases(root));
  return problems.length > 0 ? problems.slice(0, mostProblems) : none;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function nullKey({ start, end }: Place): SyntaxProblem {
  const message = "A key can't be empty or null. Write a name, or quote the word if it is the name.";
  return { code: "yaml/syntax", message, span: { start, end: Math.max(end, start + 1) } };
}

function infinite({ start, end }: Place): SyntaxProblem {
  const message = "This is an infinite number or none at all, which JSON and so Kubernetes can't express. Quote it.";
  return { code: "yaml/syntax", message, span: { start, end } };
}

function unknownAnchor({ name, start, end }: Place & { readonly name: string }): SyntaxProblem {
  const message = `No anchor \`&${name}\` before this line. Define it, or quote the text if it should begin with \`*\`.`;
  return { code: "yaml/unknown-anchor", message, span: { start, end } };
}

function canMerge({ value }: Pair): boolean {
  const source = resolveAlias(value);
  if (!source || source.type === "mapping") return true;
  if (source.type !== "sequence" || value.type === "alias") return false;
  return source.items.every((item) => (resolveAlias(item)?.type ?? "mapping") === "mapping");
}

function wrongMerge({ key }: Pair): SyntaxProblem {
  const message = "`<<` merges mappings: its value must be an alias of a mapping or a list of such aliases.";
  return { code: "yaml/syntax", message, span: { start: key.start, end: key.end } };
}

/**
 * Go counts every value it decodes and gives up when too many of them come from aliases
 * (go.yaml.in/yaml/v2 and v3, decode.go, allowedAliasRatio).
 */
function expandsTooFar(root: YamlNode): boolean {
  const sizes = new Map<YamlNode, Count>();
  const { all, aliased } = count(root, sizes);
  return aliased > 100 && all > 1000 && aliased / all > allowedRatio(all);
}

interface Count {
  /** Values after aliases are replaced by what they stand for. */
  readonly all: number;
  readonly aliased: number;
}

function count(node: YamlNode, known: Map<YamlNode, Count>): Count {
  const before = known.get(node);
  if (before) return before;
  let all = 1;
  let aliased = 0;
  const add = (child: YamlNode): void => {
    const counted = count(child, known);
    all += counted.all;
    aliased += counted.aliased;
  };
  if (node.type === "sequence") for (const item of node.items) add(item);
  if (node.type === "mapping") {
    all += node.pairs.length;
    for (const pair of node.pairs) add(pair.value);
  }
  if (node.type === "alias" && node.target) {
    const target = count(node.target, known);
    all += target.all;
    aliased += target.all;
  }
  const result = { all, aliased };
  known.set(node, result);
  return result;
}

function allowedRatio(all: number): number {
  if (all <= 400_000) return 0.99;
  if (all >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((all - 400_000) / 3_600_000);
}

function excessiveAliases({ start, end }: Place): SyntaxProblem {
  const message =
    "The aliases of this document stand for so many values that Kubernetes refuses to read it. Write out what is needed.";
  return { code: "yaml/syntax", message, span: { start, end: Math.min(end, start + 100) } };
}

function repeatedPairs(mapping: MappingNode): SyntaxProblem[] | undefined {
  const { pairs } = mapping;
  if (pairs.length < 2 || !hasRepeatedKey(mapping)) return undefined;
  const seen = new Set<string>();
  return pairs.flatMap((pair) => {
    const key = keyText(pair);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      {
        code: "yaml/duplicate-key" as const,
        message: `\`${key}\` is already set above in the same mapping. Remove one of the two, or merge them.`,
        span: { start: pair.key.start, end: pair.key.end },
      },
    ];
  });
}

function hasRepeatedKey({ pairs }: MappingNode): boolean {
  if (pairs.length > 12) return new Set(pairs.map(keyText)).size < pairs.length;
  for (let at = 1; at < pairs.length; at++) {
    for (let before = 0; before < at; before++) if (pairs[at]?.key.value === pairs[before]?.key.value) return true;
  }
  return false;
}
