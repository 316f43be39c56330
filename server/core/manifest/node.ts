import type { Span } from "../text/span.ts";

/** How a scalar is written. `plain` scalars get their type from their text, all others are strings. */
export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/** What a scalar means once Kubernetes has read it (YAML 1.1 as sigs.k8s.io/yaml resolves it: `yes` and `on` are true). */
export type ScalarValue = string | number | boolean | null;

/** A string, number, boolean or null. An absent value (`key:`) is a null of zero width right behind the colon. */
export interface ScalarNode extends Span {
  readonly type: "scalar";
  readonly value: ScalarValue;
  readonly style: ScalarStyle;
}

/** One `key: value` of a mapping. Keys that are not scalars are reported as a syntax error and left out. */
export interface Pair {
  readonly key: ScalarNode;
  readonly value: YamlNode;
}

/** A mapping in block or flow style, pairs in the order written, duplicates included. */
export interface MappingNode extends Span {
  readonly type: "mapping";
  readonly pairs: readonly Pair[];
  readonly flow: boolean;
}

/** A sequence in block or flow style. */
export interface SequenceNode extends Span {
  readonly type: "sequence";
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
}

/** A use of an anchor (`*name`). `target` is absent when no such anchor was seen before it. */
export interface AliasNode extends Span {
  readonly type: "alias";
  readonly name: string;
  readonly target: Exclude<YamlNode, AliasNode> | undefined;
}

/** Any value of a YAML document, spans relative to the document's text. */
export type YamlNode = ScalarNode | MappingNode | SequenceNode | AliasNode;

/** A value with its alias followed; an alias of an unknown anchor is undefined. */
export function resolveAlias(node: YamlNode | undefined): Exclude<YamlNode, AliasNode> | undefined {
  return node?.type === "alias" ? node.target : node;
}

/** The key of a pair as the string that JSON gives it. */
export function keyText(pair: Pair): string {
  return String(pair.key.value);
}

/**
 * The pairs that a mapping means: its own, then those that `<<` merges in where no own key says otherwise, the last of
 * several equal keys winning as kustomize and most readers do.
 */
export function effectivePairs(mapping: MappingNode): ReadonlyMap<string, Pair> {
  const result = new Map<string, Pair>();
  for (const pair of mapping.pairs) if (!isMerge(pair)) result.set(keyText(pair), pair);
  for (const pair of mapping.pairs) if (isMerge(pair)) addMerged(pair.value, result);
  return result;
}

/** Whether a pair is YAML's merge key. */
export function isMerge(pair: Pair): boolean {
  return pair.key.value === "<<" && pair.key.style === "plain";
}

function addMerged(source: YamlNode, into: Map<string, Pair>): void {
  const node = resolveAlias(source);
  if (node?.type === "sequence") for (const item of node.items) addMerged(item, into);
  if (node?.type !== "mapping") return;
  for (const [key, pair] of node.pairs.map((each) => [keyText(each), each] as const)) {
    if (!isMerge(pair) && !into.has(key)) into.set(key, pair);
  }
}

/** The pair with this key (the last one if written twice, merged ones included), aliases of the mapping followed. */
export function pairOf(node: YamlNode | undefined, key: string): Pair | undefined {
  const mapping = resolveAlias(node);
  if (mapping?.type !== "mapping") return undefined;
  for (let at = mapping.pairs.length - 1; at >= 0; at--) {
    const pair = mapping.pairs[at];
    if (pair?.key.value === key) return pair;
  }
  return mapping.pairs.some(isMerge) ? effectivePairs(mapping).get(key) : undefined;
}

/** The value under a chain of keys and indexes, aliases followed on the way; undefined where the chain breaks. */
export function valueAt(node: YamlNode | undefined, ...path: readonly (string | number)[]): YamlNode | undefined {
  let current = node;
  for (const step of path) {
    if (typeof step === "string") {
      current = pairOf(current, step)?.value;
      continue;
    }
    const sequence = resolveAlias(current);
    current = sequence?.type === "sequence" ? sequence.items[step] : undefined;
  }
  return current;
}

/** The string scalar under a chain of keys, or undefined where there is none or it is not a string. */
export function stringAt(
  node: YamlNode | undefined,
  ...path: readonly (string | number)[]
): (ScalarNode & { readonly value: string }) | undefined {
  return asString(valueAt(node, ...path));
}

/** The node as a string scalar, or undefined when it is anything else. */
export function asString(node: YamlNode | undefined): (ScalarNode & { readonly value: string }) | undefined {
  const scalar = resolveAlias(node);
  return scalar?.type === "scalar" && isStringScalar(scalar) ? scalar : undefined;
}

function isStringScalar(node: ScalarNode): node is ScalarNode & { readonly value: string } {
  return typeof node.value === "string";
}

/** The items of the sequence under a chain of keys; none where there is no sequence. */
export function itemsAt(node: YamlNode | undefined, ...path: readonly (string | number)[]): readonly YamlNode[] {
  const sequence = resolveAlias(valueAt(node, ...path));
  return sequence?.type === "sequence" ? sequence.items : [];
}

/** The value as plain JSON data. Aliases are followed at most `limit` nodes deep in total, so an alias bomb stays small. */
export function toJson(node: YamlNode | undefined, limit = 100_000): unknown {
  let left = limit;
  const convert = (each: YamlNode | undefined): unknown => {
    if (left-- <= 0) return null;
    const value = resolveAlias(each);
    if (!value) return null;
    if (value.type === "scalar") return value.value;
    if (value.type === "sequence") return value.items.map(convert);
    const entries = [...effectivePairs(value)].map(([key, pair]) => [key, convert(pair.value)] as const);
    return Object.fromEntries(entries);
  };
  return convert(node);
}
