import type { KindSchema, StructuralSchema } from "./model.ts";
import { ownValue } from "./plainData.ts";

const resolved = new WeakMap<StructuralSchema, StructuralSchema>();

/**
 * A schema node with its `$ref` followed; keys beside `$ref` override those of the definition. Equal nodes give the very
 * same object each time. A reference to a definition that does not exist, or to itself, accepts everything.
 */
export function resolveSchema(kind: KindSchema, node: StructuralSchema): StructuralSchema {
  if (node.$ref === undefined) return node;
  const known = resolved.get(node);
  if (known) return known;
  const result = follow(kind, node, new Set());
  resolved.set(node, result);
  return result;
}

/** The name of the definition that a node refers to, which is the name of its Go type. */
export function definitionName(node: StructuralSchema): string | undefined {
  return node.$ref?.slice(node.$ref.lastIndexOf("/") + 1);
}

function follow(kind: KindSchema, node: StructuralSchema, seen: Set<string>): StructuralSchema {
  const name = definitionName(node);
  if (name === undefined) return node;
  const definition = ownValue(kind.definitions, name);
  if (!definition || seen.has(name)) return anything;
  seen.add(name);
  const target = follow(kind, definition, seen);
  const { $ref: _, ...siblings } = node;
  return Object.keys(siblings).length === 0 ? target : { ...target, ...siblings };
}

const anything: StructuralSchema = { "x-kubernetes-preserve-unknown-fields": true };
