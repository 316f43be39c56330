import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SchemaRegistry } from "../../core/schema/model.ts";
import { createSchemaRegistry } from "../../core/schema/registry.ts";

/** The bundled schemas: beside the program when it is built, at the top of the project when it runs from source. */
export function loadSchemaRegistry(folder: string = defaultFolder()): SchemaRegistry {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  return createSchemaRegistry({
    index: read("index.json"),
    load: read,
    loadDocumentation: (group) => {
      const file = join("docs", `${group}.json`);
      return existsSync(join(folder, file)) ? read(file) : undefined;
    },
  });
}

function defaultFolder(): string {
  const candidates = ["./schemas", "../schemas", "../../../schemas"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((folder) => existsSync(join(folder, "index.json")));
  if (found === undefined)
    throw new Error(`The schemas are missing: none of ${candidates.join(", ")} has an index.json`);
  return found;
}
