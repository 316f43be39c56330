import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SchemaPlace } from "../../server/core/schema/context/schemaPlace.ts";
import { type FieldPlace, fieldOf, fieldsOf, itemOf, rootPlace } from "../../server/core/schema/context/schemaPlace.ts";
import type { FieldDocumentation, KindSchema, SchemaRegistry } from "../../server/core/schema/model.ts";
import { createSchemaRegistry } from "../../server/core/schema/registry.ts";
import { isMapping, mappingAt } from "./differences.ts";
import { readSchema, schemasFolder } from "./files.ts";

/** The folder of the field texts, one file per group. */
const textsFolder = join(schemasFolder, "docs");

/** The files of field texts: group, or `common`, without `.json`. */
export function textFiles(): readonly string[] {
  const files = readdirSync(textsFolder).filter((file) => file.endsWith(".json"));
  return files.map((file) => file.slice(0, -".json".length)).sort();
}

/** A file of field texts as it is stored. */
export function rawTexts(group: string): string {
  return readFileSync(join(textsFolder, `${group}.json`), "utf8");
}

/** One text with the names under which it is found. */
export interface StoredText {
  readonly group: string;
  readonly type: string;
  readonly field: string;
  readonly documentation: FieldDocumentation;
}

/** All texts of a file, in its order. Throws when one is in another shape. */
export function storedTexts(group: string): readonly StoredText[] {
  const types = readSchema(`docs/${group}.json`);
  return Object.keys(types).flatMap((type) =>
    Object.entries(mappingAt(types, type)).map(([field, entry]) => {
      if (!isMapping(entry) || typeof entry["text"] !== "string")
        throw new Error(`${group} ${type}.${field} has no text`);
      const { text, since, deprecated, link, ...rest } = entry;
      for (const part of [since, deprecated, link]) {
        if (part !== undefined && typeof part !== "string")
          throw new Error(`${group} ${type}.${field} has a part that is no text`);
      }
      const unknown = Object.keys(rest);
      if (unknown.length > 0) throw new Error(`${group} ${type}.${field} has unknown parts: ${unknown.join(", ")}`);
      return { group, type, field, documentation: { text, ...optional({ since, deprecated, link }) } };
    }),
  );
}

/** The schemas and field texts of this repository, as the language server reads them. */
export function repositoryRegistry(): SchemaRegistry {
  const groups = new Set(textFiles());
  return createSchemaRegistry({
    index: readSchema("index.json"),
    load: readSchema,
    loadDocumentation: (group) => (groups.has(group) ? readSchema(`docs/${group}.json`) : undefined),
  });
}

/**
 * Every field that hover can ask a text for, once per type. Left out are fields of objects that the schema describes in
 * place: without a definition there is no name to find a text under, and so only those of ObjectMeta are (owner
 * references and managed fields, which nobody writes by hand).
 */
export function documentableFields(kind: KindSchema): readonly (FieldPlace & { readonly ownerType: string })[] {
  const found: (FieldPlace & { readonly ownerType: string })[] = [];
  const seen = new Set<string>();
  enter(rootPlace(kind));
  return found;

  function enter(place: SchemaPlace): void {
    if (place.typeName !== undefined) {
      if (seen.has(place.typeName)) return;
      seen.add(place.typeName);
    }
    for (const field of fieldsOf(place)) {
      const { ownerType } = field;
      if (ownerType !== undefined) found.push({ ...field, ownerType });
      enter(field);
    }
    const item = itemOf(place);
    if (item) enter(item);
    const value = place.schema.properties === undefined ? fieldOf(place, "any key") : undefined;
    if (value) enter(value);
  }
}

function optional(parts: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) => (typeof part === "string" ? [[name, part] as const] : [])),
  );
}
