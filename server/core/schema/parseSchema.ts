import type { FieldDocumentation, KindSchema, SchemaIndexEntry } from "./model.ts";
import { isRecord } from "./plainData.ts";

/** The entries of `schemas/index.json`. Throws an Error that names the place when the data has another shape. */
export function parseIndex(data: unknown): readonly SchemaIndexEntry[] {
  const list = isRecord(data) ? data["entries"] : data;
  if (!Array.isArray(list)) throw new Error("schemas/index.json holds no list of entries");
  return list.map((entry: unknown, at) => {
    if (isIndexEntry(entry)) return entry;
    throw new Error(`schemas/index.json: entry ${at} lacks group, kind, version, file, scope, served or deprecated`);
  });
}

/** The schema in one file of `schemas/`. Throws an Error that names file and place when the data has another shape. */
export function parseKindSchema(data: unknown, file: string): KindSchema {
  const problem = kindProblem(data);
  if (problem === undefined && isKindSchema(data)) return data;
  throw new Error(`${file}: ${problem ?? "is no schema of a kind"}`);
}

/** The texts of one group: type name, then field name. Throws an Error when the data has another shape. */
export function parseDocumentation(
  data: unknown,
  group: string,
): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  if (!isRecord(data)) throw new Error(`The field texts of ${group} are no mapping of types`);
  const types = new Map<string, Readonly<Record<string, unknown>>>();
  for (const [name, fields] of Object.entries(data)) if (isRecord(fields)) types.set(name, fields);
  return types;
}

/** Whether a value is the text of a field. */
export function isFieldDocumentation(data: unknown): data is FieldDocumentation {
  return isRecord(data) && typeof data["text"] === "string";
}

function isIndexEntry(data: unknown): data is SchemaIndexEntry {
  if (!isRecord(data)) return false;
  const texts = ["group", "kind", "version", "file", "scope"];
  return texts.every((key) => typeof data[key] === "string") && typeof data["served"] === "boolean";
}

function isKindSchema(data: unknown): data is KindSchema {
  return kindProblem(data) === undefined;
}

function kindProblem(data: unknown): string | undefined {
  if (!isRecord(data)) return "is no mapping";
  for (const key of ["group", "kind", "version", "scope"]) {
    if (typeof data[key] !== "string") return `\`${key}\` is no string`;
  }
  const { schema, definitions } = data;
  if (!isRecord(definitions)) return "`definitions` is no mapping";
  for (const [name, definition] of Object.entries(definitions)) {
    const problem = schemaProblem(definition, `/definitions/${name}`);
    if (problem) return problem;
  }
  return schemaProblem(schema, "/schema");
}

/** What is wrong with a schema node or one below it, with its path; undefined when it can be used. */
function schemaProblem(data: unknown, path: string): string | undefined {
  if (!isRecord(data)) return `${path} is no mapping`;
  return shapeProblem(data, path) ?? childProblem(data, path);
}

function shapeProblem(data: Readonly<Record<string, unknown>>, path: string): string | undefined {
  for (const key in data) {
    const expected = shapes.get(key);
    const value = data[key];
    const fits = expected === undefined || (expected === "array" ? Array.isArray(value) : typeof value === expected);
    if (!fits) return `${path}/${key} is no ${expected}`;
  }
  return undefined;
}

function childProblem(data: Readonly<Record<string, unknown>>, path: string): string | undefined {
  for (const key of ["items", "not", "additionalProperties"]) {
    const child = data[key];
    if (child === undefined || typeof child === "boolean") continue;
    const problem = schemaProblem(child, `${path}/${key}`);
    if (problem) return problem;
  }
  for (const key of ["properties", "oneOf", "anyOf", "allOf"]) {
    const children = data[key];
    if (children === undefined) continue;
    for (const [name, child] of Object.entries(children ?? {})) {
      const problem = schemaProblem(child, `${path}/${key}/${name}`);
      if (problem) return problem;
    }
  }
  return undefined;
}

const shapes: ReadonlyMap<string, "string" | "number" | "boolean" | "object" | "array"> = new Map([
  ["$ref", "string"],
  ["type", "string"],
  ["properties", "object"],
  ["required", "array"],
  ["enum", "array"],
  ["pattern", "string"],
  ["format", "string"],
  ["minimum", "number"],
  ["maximum", "number"],
  ["exclusiveMinimum", "boolean"],
  ["exclusiveMaximum", "boolean"],
  ["minLength", "number"],
  ["maxLength", "number"],
  ["minItems", "number"],
  ["maxItems", "number"],
  ["minProperties", "number"],
  ["maxProperties", "number"],
  ["multipleOf", "number"],
  ["nullable", "boolean"],
  ["oneOf", "array"],
  ["anyOf", "array"],
  ["allOf", "array"],
  ["x-kubernetes-list-map-keys", "array"],
  ["x-kubernetes-validations", "array"],
]);
