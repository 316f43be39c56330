import { apiVersionText } from "../../core/manifest/manifest.ts";
import { fieldsOf, itemOf, placeAt, type SchemaPlace, shapeOf } from "../../core/schema/context/schemaPlace.ts";
import type { StructuralSchema } from "../../core/schema/model.ts";
import type { JsonSchema, YamlRequest } from "../yamlService.ts";
import { fieldPathOf } from "./fieldOrder.ts";
import type { KeyPlace } from "./keyProposals.ts";
import type { CompletionSite } from "./site.ts";
import type { ValuePlace } from "./valueProposals.ts";

/**
 * What the YAML service is asked about a key: a document with nothing but the keys around the cursor, and the schema of
 * that one mapping. Its size follows the mapping, so a large or broken file costs no more than a small one.
 */
export function keyFocus(site: CompletionSite, place: KeyPlace): YamlRequest | undefined {
  const mapping = site.schema && placeAt(site.schema, place.path);
  if (!mapping || shapeOf(mapping) !== "object") return undefined;
  const lines = [...place.siblings.before, ...place.siblings.after].map(
    ({ key, value }) => `${JSON.stringify(key)}: ${value === "" ? "" : JSON.stringify(value)}\n`,
  );
  return {
    text: lines.join(""),
    position: { line: lines.length, character: 0 },
    schemaId: idOf(mapping, `${fieldPathOf(place.path)} keys`),
    schema: mappingSchema(mapping),
  };
}

/** What the YAML service is asked about a value: one key with the schema of its value. */
export function valueFocus(site: CompletionSite, place: ValuePlace): YamlRequest | undefined {
  const target = site.schema && placeAt(site.schema, place.path);
  if (!target || shapeOf(target) !== "scalar") return undefined;
  return {
    text: "value: ",
    position: { line: 0, character: 7 },
    schemaId: idOf(target, `${fieldPathOf(place.path)} value`),
    schema: { type: "object", properties: { value: outline(target, 0) } },
  };
}

function idOf({ kind }: SchemaPlace, rest: string): string {
  return `${kind.origin ?? ""} ${apiVersionText(kind)} ${kind.kind} ${rest}`;
}

function mappingSchema(mapping: SchemaPlace): JsonSchema {
  const properties = fieldsOf(mapping).map((field) => [field.field, outline(field, 0)] as const);
  const { required } = mapping.schema;
  return { type: "object", properties: Object.fromEntries(properties), ...(required && { required }) };
}

/** A schema without what lies deeper than one level: enough to name keys and values. */
function outline(place: SchemaPlace, depth: number): JsonSchema {
  const { schema } = place;
  const shared = withoutUndefined({ enum: schema.enum, default: schema.default });
  if (schema["x-kubernetes-int-or-string"]) return { ...shared, anyOf: [{ type: "integer" }, { type: "string" }] };
  const item = schema.type === "array" && depth < 1 ? itemOf(place) : undefined;
  return { ...shared, ...typeOf(schema), ...(item && { items: outline(item, depth + 1) }) };
}

function typeOf({ type, nullable }: StructuralSchema): JsonSchema {
  if (type === undefined) return {};
  return { type: nullable ? [type, "null"] : type };
}

function withoutUndefined(schema: { readonly enum: StructuralSchema["enum"]; readonly default: unknown }): JsonSchema {
  return {
    ...(schema.enum !== undefined && { enum: schema.enum }),
    ...(schema.default !== undefined && { default: schema.default }),
  };
}
