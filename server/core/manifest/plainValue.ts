import type { Json } from "../cluster/liveObject.ts";
import { effectivePairs, resolveAlias, type YamlNode } from "./node.ts";

/** Values deeper in or behind more aliases than this are cut off, so that aliases cannot go round for ever. */
const maximumDepth = 100;

/** The value of a node as JSON has it: aliases followed, `<<` merged, keys as strings; null for nothing. */
export function plainValue(node: YamlNode | undefined, depth = 0): Json {
  const value = resolveAlias(node);
  if (value === undefined || depth > maximumDepth) return null;
  if (value.type === "scalar") return value.value;
  if (value.type === "sequence") return value.items.map((item) => plainValue(item, depth + 1));
  const pairs = [...effectivePairs(value)];
  return Object.fromEntries(pairs.map(([key, pair]) => [key, plainValue(pair.value, depth + 1)]));
}
