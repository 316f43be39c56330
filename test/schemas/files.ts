import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isMapping, type Mapping, mappingAt } from "./differences.ts";

/** The folder of the committed schemas. */
export const schemasFolder = fileURLToPath(new URL("../../schemas", import.meta.url));

/** The content of a JSON file below the schemas folder. Throws when it is no mapping. */
export function readSchema(file: string): Mapping {
  const content: unknown = JSON.parse(readFileSync(join(schemasFolder, file), "utf8"));
  if (!isMapping(content)) throw new Error(`${file} is no mapping`);
  return content;
}

/** The entries of `index.json`. */
export function indexEntries(): readonly Mapping[] {
  const entries = readSchema("index.json")["entries"];
  return Array.isArray(entries) ? entries.filter(isMapping) : [];
}

/** Every generated schema file, with slashes, sorted. */
export function schemaFiles(): readonly string[] {
  return readdirSync(schemasFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(schemasFolder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => /^[^/]+\/[^/]+\/v[^/]+\.json$/.test(file))
    .sort();
}

/** Calls `visit` with every schema node of a file and its place, such as `PostBuild.substitute{}`. */
export function eachNode(file: Mapping, visit: (node: Mapping, place: string) => void): void {
  walk(mappingAt(file, "schema"), String(file["kind"]));
  for (const [name, definition] of Object.entries(mappingAt(file, "definitions"))) {
    if (isMapping(definition)) walk(definition, name);
  }

  function walk(node: Mapping, place: string): void {
    visit(node, place);
    for (const [name, field] of Object.entries(mappingAt(node, "properties"))) {
      if (isMapping(field)) walk(field, `${place}.${name}`);
    }
    const { items, additionalProperties } = node;
    if (isMapping(items)) walk(items, `${place}[]`);
    if (isMapping(additionalProperties)) walk(additionalProperties, `${place}{}`);
  }
}
