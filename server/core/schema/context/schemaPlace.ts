import type { KindSchema, StructuralSchema } from "../model.ts";
import { withObjectMeta } from "../objectMeta.ts";
import { ownValue } from "../plainData.ts";
import { definitionName, resolveSchema } from "../resolve.ts";
import type { Step } from "./blockScan.ts";

/** A node of a kind's schema, reached by a path, with what is needed to describe it. */
export interface SchemaPlace {
  readonly kind: KindSchema;
  /** With `$ref` followed. */
  readonly schema: StructuralSchema;
  /** Name of the definition that the node is, which is its Go type (see {@link rootType} for the root); undefined when it has none. */
  readonly typeName: string | undefined;
}

/** A field of a type: its schema, and the names under which its text is found. */
export interface FieldPlace extends SchemaPlace {
  readonly field: string;
  /** The type that declares the field. */
  readonly ownerType: string | undefined;
  readonly isRequired: boolean;
}

/** The root of a kind, with the metadata that the API server adds. */
export function rootPlace(kind: KindSchema): SchemaPlace {
  const root = withObjectMeta(kind);
  return { kind, schema: resolveSchema(kind, root), typeName: definitionName(kind.schema) ?? rootType(kind) };
}

/** The name under which the texts of a kind's top-level fields are found. */
export function rootType({ goType, kind }: KindSchema): string {
  return goType ?? kind;
}

/** The node under a path; undefined where the schema knows nothing (free-form content, unknown keys). */
export function placeAt(kind: KindSchema, path: readonly Step[]): SchemaPlace | undefined {
  let place: SchemaPlace | undefined = rootPlace(kind);
  for (const step of path) place = place && (typeof step === "string" ? fieldOf(place, step) : itemOf(place));
  return place;
}

/** The field of that name: a declared property, otherwise what the schema says about any other key. */
export function fieldOf(place: SchemaPlace, field: string): FieldPlace | undefined {
  const { kind, schema } = place;
  const declared = ownValue(schema.properties, field);
  const other = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const node = declared ?? other;
  if (!node) return undefined;
  const isRequired = schema.required?.includes(field) ?? false;
  const ownerType = declared ? place.typeName : undefined;
  const isMetadata = field === "metadata" && place.typeName === rootType(kind);
  const typeName = definitionName(node) ?? (isMetadata ? "ObjectMeta" : undefined);
  return { kind, schema: resolveSchema(kind, node), typeName, field, ownerType, isRequired };
}

/** What an item of the sequence is. */
export function itemOf({ kind, schema }: SchemaPlace): SchemaPlace | undefined {
  const { items } = schema;
  return items && { kind, schema: resolveSchema(kind, items), typeName: definitionName(items) };
}

/** The declared fields of a mapping, in the schema's order. */
export function fieldsOf(place: SchemaPlace): readonly FieldPlace[] {
  return Object.keys(place.schema.properties ?? {}).flatMap((name) => fieldOf(place, name) ?? []);
}

/** What a value of this schema is in YAML. */
export type Shape = "object" | "array" | "scalar";

/** The shape of a value; undefined for schemas that accept anything. */
export function shapeOf({ schema }: SchemaPlace): Shape | undefined {
  if (schema.type === "object" || schema.properties !== undefined) return "object";
  if (schema.type === "array") return "array";
  return schema.type !== undefined || schema["x-kubernetes-int-or-string"] || schema.enum ? "scalar" : undefined;
}
