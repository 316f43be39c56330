import { descriptorOf } from "../../core/kinds/registry.ts";
import { type FieldPlace, itemOf, rootType, type SchemaPlace } from "../../core/schema/context/schemaPlace.ts";
import { scalarText } from "../../core/schema/edits.ts";
import type { FieldDocumentation, SchemaRegistry, StructuralSchema } from "../../core/schema/model.ts";
import { commonFieldText } from "./commonFields.ts";

/** What is known about a field, as Markdown: type, text, default, allowed values, since when, upstream documentation. */
export function fieldMarkdown(field: FieldPlace, schemas: SchemaRegistry): string {
  const text = documentationOf(field, schemas);
  const facts = [`\`${typeText(field)}\``, ...(field.isRequired ? ["required"] : [])].join(" · ");
  const link = text?.link ?? descriptorOf(field.kind)?.documentation;
  const parts = [
    `**${field.field}** ${facts}`,
    isDeprecated(field, schemas) ? `**Deprecated.** ${text?.deprecated ?? ""}`.trim() : "",
    text?.text ?? field.schema.description ?? "",
    valueFacts(field.schema),
    text?.since === undefined ? "" : `Since ${text.since}.`,
    link === undefined ? "" : `[Documentation](${link})`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Our text for a field; fields that every object has are described once for all. */
export function documentationOf(field: FieldPlace, schemas: SchemaRegistry): FieldDocumentation | undefined {
  const { kind, ownerType, field: name } = field;
  const own = ownerType === undefined ? undefined : schemas.documentation(kind.group, ownerType, name);
  return (
    own ?? (ownerType === undefined ? undefined : commonFieldText(ownerType === rootType(kind) ? "" : ownerType, name))
  );
}

/** Whether the field is there for old manifests only. */
export function isDeprecated(field: FieldPlace, schemas: SchemaRegistry): boolean {
  return field.schema.deprecated === true || documentationOf(field, schemas)?.deprecated !== undefined;
}

/** The type in words: `string`, `list of string`, `map of string`, `duration`. */
export function typeText(place: SchemaPlace): string {
  const { schema } = place;
  if (schema["x-kubernetes-int-or-string"]) return "integer or string";
  if (schema.type === "array") {
    const item = itemOf(place);
    return `list of ${item ? typeText(item) : "anything"}`;
  }
  if (schema.type === "object") {
    const { additionalProperties } = schema;
    const isMap = typeof additionalProperties === "object" && schema.properties === undefined;
    return isMap ? `map of ${additionalProperties.type ?? "object"}` : "object";
  }
  if (schema.type === "string" && isDuration(schema)) return "duration";
  if (schema.type === "string" && schema.format !== undefined) return schema.format;
  return schema.type ?? "any";
}

/** Go's durations have no format of their own; Flux describes them by this pattern. */
function isDuration(schema: StructuralSchema): boolean {
  return (
    schema.format === "duration" ||
    schema["x-go-type"] === "Duration" ||
    (schema.pattern?.includes("(ms|s|m|h)") ?? false)
  );
}

function valueFacts(schema: StructuralSchema): string {
  const lines = [
    isSimple(schema.default) ? `Default: \`${scalarText(schema.default)}\`` : "",
    schema.enum ? `Allowed: ${schema.enum.map((value) => `\`${String(value)}\``).join(", ")}` : "",
    schema["x-known-values"] ? `Known: ${schema["x-known-values"].map((value) => `\`${value}\``).join(", ")}` : "",
    schema.pattern !== undefined && !isDuration(schema) ? `Pattern: \`${schema.pattern}\`` : "",
    boundText(schema),
  ];
  return lines.filter((line) => line !== "").join("  \n");
}

function boundText({ minimum, maximum }: StructuralSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `At least ${minimum}`;
  return maximum === undefined ? "" : `At most ${maximum}`;
}

function isSimple(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
