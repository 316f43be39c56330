import type { StringNode } from "../manifest/manifest.ts";
import {
  asString,
  isMerge,
  keyText,
  type MappingNode,
  type Pair,
  resolveAlias,
  type YamlNode,
} from "../manifest/node.ts";
import type { FieldPath } from "./descriptor.ts";

/** A value that a field path leads to. */
export interface FieldMatch {
  readonly node: YamlNode;
  /** The mappings on the way, outermost first. */
  readonly mappings: readonly MappingNode[];
  /** The key of the value, or of the list that holds it. */
  readonly key: Pair["key"] | undefined;
}

/** Deeper than any field that a path with `**` is meant for. */
const maximumDepth = 20;
/** More values than any real manifest holds below one field; aliases can multiply without end. */
const maximumSteps = 20_000;

interface Walk {
  readonly found: FieldMatch[];
  stepsLeft: number;
}

/** All values that a path leads to, aliases followed, in the order written. */
export function fieldsAt(root: YamlNode | undefined, path: FieldPath): readonly FieldMatch[] {
  const state: Walk = { found: [], stepsLeft: maximumSteps };
  if (root) walk({ node: root, mappings: [], key: undefined }, stepsOf(path), 0, state);
  return state.found;
}

/** The strings that a path leads to. */
export function stringsAt(root: YamlNode | undefined, path: FieldPath): readonly StringNode[] {
  return fieldsAt(root, path).flatMap(({ node }) => asString(node) ?? []);
}

const stepsByPath = new Map<FieldPath, readonly string[]>();

/** The steps of a path: `a.b[*].c` is `a`, `b`, `[*]`, `c`. Descriptors have some hundred paths, which are kept. */
export function stepsOf(path: FieldPath): readonly string[] {
  const known = stepsByPath.get(path);
  if (known) return known;
  const steps = path.replaceAll("[*]", ".[*]").split(".");
  stepsByPath.set(path, steps);
  return steps;
}

function walk(at: FieldMatch, steps: readonly string[], depth: number, state: Walk): void {
  const step = steps[depth];
  if (step === undefined) {
    state.found.push(at);
    return;
  }
  if (state.stepsLeft-- <= 0) return;
  if (step === "**") walkAnyDepth(at, steps, depth + 1, state);
  else if (!step.startsWith("*") && step !== "[*]") walkKey(at, step, steps, depth + 1, state);
  else for (const below of children(at)) if (fits(below, step)) walk(below, steps, depth + 1, state);
}

/** The pairs with one key, without looking at the others: what nearly every step is. */
function walkKey(at: FieldMatch, name: string, steps: readonly string[], depth: number, state: Walk): void {
  const node = resolveAlias(at.node);
  if (node?.type !== "mapping") return;
  const pairs = node.pairs.some(isMerge) ? mergedPairs(node) : node.pairs;
  for (const pair of pairs) {
    if (keyText(pair) !== name) continue;
    walk({ node: pair.value, mappings: [...at.mappings, node], key: pair.key }, steps, depth, state);
  }
}

function walkAnyDepth(at: FieldMatch, steps: readonly string[], depth: number, state: Walk): void {
  walk(at, steps, depth, state);
  if (at.mappings.length > maximumDepth || state.stepsLeft <= 0) return;
  for (const below of children(at)) walkAnyDepth(below, steps, depth, state);
}

interface Child extends FieldMatch {
  readonly isItem: boolean;
}

function children(at: FieldMatch): readonly Child[] {
  const node = resolveAlias(at.node);
  if (node?.type === "sequence") return node.items.map((item) => ({ ...at, node: item, isItem: true }));
  if (node?.type !== "mapping") return [];
  const mappings = [...at.mappings, node];
  const merged = node.pairs.some(isMerge) ? mergedPairs(node) : node.pairs;
  return merged.map(({ key, value }) => ({ node: value, mappings, key, isItem: false }));
}

function mergedPairs(mapping: MappingNode): readonly Pair[] {
  return mapping.pairs.flatMap((pair) => {
    const source = isMerge(pair) ? resolveAlias(pair.value) : undefined;
    return source?.type === "mapping" ? source.pairs : [pair];
  });
}

function fits(child: Child, step: string): boolean {
  if (child.isItem || step === "[*]") return child.isItem && step === "[*]";
  if (child.key === undefined) return false;
  const key = keyText({ key: child.key, value: child.node });
  if (step === "*") return true;
  return step.startsWith("*") ? key.endsWith(step.slice(1)) && key !== step.slice(1) : key === step;
}
