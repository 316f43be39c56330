import {
  effectivePairs,
  keyText,
  type MappingNode,
  resolveAlias,
  type SequenceNode,
  toJson,
  valueAt,
  type YamlNode,
} from "../manifest/node.ts";
import type { Checker } from "./checker.ts";
import { duplicateItem } from "./findings/duplicateItem.ts";
import { tooFew, tooMany } from "./findings/range.ts";
import { ownValue } from "./plainData.ts";
import type { Walk } from "./walk.ts";

/** Checks how many keys a mapping has. A patch may leave some to the object it changes. */
export function checkMappingSize(walk: Walk, checker: Checker, node: MappingNode): void {
  const { minProperties, maxProperties } = checker.schema;
  if (walk.partial || (minProperties === undefined && maxProperties === undefined)) return;
  const pairs = [...effectivePairs(node).values()].filter(
    ({ value }) => value.type !== "scalar" || value.value !== null,
  );
  const found = pairs.map(keyText);
  if (minProperties !== undefined && found.length < minProperties) tooFew(walk, checker, { node, found });
  if (maxProperties !== undefined && found.length > maxProperties) tooMany(walk, checker, { node, found });
}

/** Checks how many items a list has and, where the schema identifies them, that none comes twice. */
export function checkItems(walk: Walk, checker: Checker, node: SequenceNode): void {
  if (walk.partial) return;
  const { minItems, maxItems, uniqueItems, "x-kubernetes-list-type": listType } = checker.schema;
  const found = node.items;
  if (minItems !== undefined && found.length < minItems) tooFew(walk, checker, { node, found });
  if (maxItems !== undefined && found.length > maxItems) tooMany(walk, checker, { node, found });
  if (found.length > 1 && (uniqueItems || listType === "set" || listType === "map")) checkUnique(walk, checker, node);
}

function checkUnique(walk: Walk, checker: Checker, node: SequenceNode): void {
  const seen = new Map<string, YamlNode>();
  for (const item of node.items) {
    const identity = identityOf(checker, item);
    if (identity === undefined) continue;
    const first = seen.get(identity);
    if (first) duplicateItem(walk, checker, { node, item });
    else seen.set(identity, item);
  }
}

/**
 * What tells an item apart: the values of the list's map keys (defaults filled in), or all of it. Undefined when a key
 * is missing, which is another finding.
 */
function identityOf(checker: Checker, item: YamlNode): string | undefined {
  const value = resolveAlias(item);
  const { "x-kubernetes-list-map-keys": keys, "x-kubernetes-list-type": listType } = checker.schema;
  if (listType !== "map") return JSON.stringify(toJson(value, 1000));
  if (value?.type !== "mapping" || !keys) return undefined;
  const parts = keys.map((key) => {
    const written = valueAt(value, key);
    return written ? toJson(written, 100) : ownValue(checker.item()?.schema.properties, key)?.default;
  });
  return parts.every((part) => part === undefined) ? undefined : JSON.stringify(parts);
}
