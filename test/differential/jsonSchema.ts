import type { KindSchema, StructuralSchema } from "../../server/core/schema/model.ts";
import { withObjectMeta } from "../../server/core/schema/objectMeta.ts";
import { resolveSchema } from "../../server/core/schema/resolve.ts";

/** A JSON Schema (draft 7) as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema that means the same as the schema of a kind, as far as JSON Schema can: unknown fields are refused
 * where the API server refuses them, and fields may be null.
 */
export function toJsonSchema(kind: KindSchema): JsonSchema {
  const definitions = Object.fromEntries(
    Object.entries(kind.definitions).map(([name, node]) => [name, convert(kind, node)] as const),
  );
  return { ...convert(kind, withObjectMeta(kind)), definitions };
}

function convert(kind: KindSchema, node: StructuralSchema): JsonSchema {
  const names = Object.keys(node);
  if (node.$ref !== undefined && names.length === 1) return { $ref: node.$ref };
  const schema = resolveSchema(kind, node);
  const { properties, items, additionalProperties, required = [] } = schema;
  if (schema["x-kubernetes-int-or-string"]) return { type: ["integer", "string"], ...pick(schema, ["pattern"]) };
  return {
    ...pick(schema, copied),
    ...(properties && { properties: mapValues(properties, (each) => nullable(kind, each)) }),
    ...(items && { items: convert(kind, items) }),
    ...(typeof additionalProperties === "object" && { additionalProperties: nullable(kind, additionalProperties) }),
    ...(isClosed(schema) && { additionalProperties: false }),
    required: required.filter((name) => {
      const field = properties?.[name];
      return field === undefined || resolveSchema(kind, field).default === undefined;
    }),
    ...combinations(kind, schema),
  };
}

const copied: readonly (keyof StructuralSchema)[] = [
  ...(["type", "enum", "pattern", "format", "minimum", "maximum", "multipleOf", "minLength", "maxLength"] as const),
  ...(["minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems"] as const),
];

/** A field may be null, which the API server takes for absent. */
function nullable(kind: KindSchema, node: StructuralSchema): JsonSchema {
  const schema = convert(kind, node);
  const { type, enum: values } = schema;
  if (typeof type === "string") {
    return { ...schema, type: [type, "null"], ...(Array.isArray(values) && { enum: [...values, null] }) };
  }
  return Array.isArray(type) ? { ...schema, type: [...type, "null"] } : { anyOf: [{ type: "null" }, schema] };
}

function isClosed(schema: StructuralSchema): boolean {
  return (
    schema.type === "object" &&
    schema.additionalProperties === undefined &&
    !schema["x-kubernetes-preserve-unknown-fields"]
  );
}

function combinations(kind: KindSchema, { allOf, anyOf, oneOf, not }: StructuralSchema): JsonSchema {
  const all = (nodes: readonly StructuralSchema[]) => nodes.map((node) => convert(kind, node));
  return {
    ...(allOf && { allOf: all(allOf) }),
    ...(anyOf && { anyOf: all(anyOf) }),
    ...(oneOf && { oneOf: all(oneOf) }),
    ...(not && { not: convert(kind, not) }),
  };
}

function pick(schema: StructuralSchema, keys: readonly (keyof StructuralSchema)[]): JsonSchema {
  return Object.fromEntries(keys.flatMap((key) => (schema[key] === undefined ? [] : [[key, schema[key]] as const])));
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)] as const));
}
