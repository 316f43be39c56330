import type { KindSchema, StructuralSchema } from "./model.ts";
import { ownValue } from "./plainData.ts";
import { definitionName, resolveSchema } from "./resolve.ts";

/**
 * A schema without definitions, given those of another schema of the same kind: what stands where the other one has a
 * type becomes the definition of that name, so that texts are found, which are kept by the names of Go types. Also
 * carries over what only generated schemas know (`x-go-type`, `x-known-values`).
 */
export function withTypeNames(own: KindSchema, known: KindSchema): KindSchema {
  const definitions: Record<string, StructuralSchema> = {};
  const schema = named(own.schema, known.schema, { known, definitions, inside: [] });
  return { ...own, schema, definitions, ...(known.goType !== undefined && { goType: known.goType }) };
}

interface Walk {
  readonly known: KindSchema;
  readonly definitions: Record<string, StructuralSchema>;
  /** Types around the node: one that holds itself is left as it is written out. */
  readonly inside: readonly string[];
}

function named(node: StructuralSchema, other: StructuralSchema, walk: Walk): StructuralSchema {
  const name = definitionName(other);
  const isNamed = name !== undefined && !walk.inside.includes(name);
  const inner = isNamed ? { ...walk, inside: [...walk.inside, name] } : walk;
  const content = withChildren(node, resolveSchema(walk.known, other), inner);
  if (!isNamed || content.type !== "object") return content;
  // The same type may be limited in other ways at another place: it is then written out without a name.
  const present = ownValue(walk.definitions, name);
  if (present !== undefined && JSON.stringify(present) !== JSON.stringify(content)) return content;
  walk.definitions[name] = content;
  return { $ref: `#/definitions/${name}` };
}

function withChildren(node: StructuralSchema, other: StructuralSchema, walk: Walk): StructuralSchema {
  const properties =
    node.properties &&
    Object.fromEntries(
      Object.entries(node.properties).map(([field, child]) => {
        const twin = ownValue(other.properties, field);
        return [field, twin ? named(child, twin, walk) : child] as const;
      }),
    );
  const items = node.items && other.items ? named(node.items, other.items, walk) : node.items;
  const { additionalProperties: own } = node;
  const { additionalProperties: twin } = other;
  const additionalProperties = typeof own === "object" && typeof twin === "object" ? named(own, twin, walk) : own;
  return {
    ...node,
    ...(properties && { properties }),
    ...(items && { items }),
    ...(additionalProperties !== undefined && { additionalProperties }),
    ...(other["x-go-type"] !== undefined && { "x-go-type": other["x-go-type"] }),
    ...(other["x-known-values"] !== undefined && { "x-known-values": other["x-known-values"] }),
  };
}
