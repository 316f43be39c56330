import type { AccumulatedObject } from "../../../graph/kustomize/accumulatedObject.ts";
import { nodeOfObject } from "../../../graph/kustomize/sourceObjects.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import { keyText, resolveAlias, type YamlNode } from "../../../manifest/node.ts";

/** A `$(NAME)` in an object. */
export interface VariableUse {
  readonly name: string;
  readonly object: AccumulatedObject;
  /** The whole text it stands in. */
  readonly value: string;
  /** Keys and indexes that lead there. */
  readonly path: readonly (string | number)[];
}

/** Every `$(NAME)` in the sources of some objects. */
export function* variableUses(objects: readonly AccumulatedObject[], index: RepositoryIndex): Iterable<VariableUse> {
  for (const object of objects) {
    const node = object.source && nodeOfObject(object.source, index);
    if (node) yield* usesBelow(node, object, []);
  }
}

function* usesBelow(
  node: YamlNode,
  object: AccumulatedObject,
  path: readonly (string | number)[],
): Iterable<VariableUse> {
  const value = resolveAlias(node);
  if (!value || path.length > 100) return;
  if (value.type === "mapping")
    for (const pair of value.pairs) yield* usesBelow(pair.value, object, [...path, keyText(pair)]);
  if (value.type === "sequence")
    for (const [at, item] of value.items.entries()) yield* usesBelow(item, object, [...path, at]);
  if (value.type !== "scalar" || typeof value.value !== "string" || !value.value.includes("$(")) return;
  for (const match of value.value.matchAll(/\$\(([\w.-]+)\)/g))
    yield { name: match[1] ?? "", object, value: value.value, path };
}
