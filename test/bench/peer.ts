import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { getLanguageService, type LanguageService } from "yaml-language-server";
import type { KindSchema, SchemaRegistry } from "../../server/core/schema/model.ts";
import { toJsonSchema } from "../differential/jsonSchema.ts";

/** The kinds' schemas as JSON Schema files, for a server that reads them by URI. */
export interface SchemaFiles {
  /** The line that names the schema of a kind; empty for kinds without one. */
  commentFor(gvk: { readonly group: string; readonly version: string; readonly kind: string }): string;
}

/** Writes each schema when it is first asked for. */
export function createSchemaFiles(folder: string, schemas: SchemaRegistry): SchemaFiles {
  const uris = new Map<KindSchema, string>();
  mkdirSync(folder, { recursive: true });
  return {
    commentFor({ group, version, kind }) {
      const schema = schemas.find(group, version, kind);
      if (!schema) return "";
      const uri = uris.get(schema) ?? write(folder, schema);
      uris.set(schema, uri);
      return `# yaml-language-server: $schema=${uri}`;
    },
  };
}

function write(folder: string, schema: KindSchema): string {
  const file = join(folder, `${schema.group || "core"}-${schema.kind}-${schema.version}.json`);
  writeFileSync(file, JSON.stringify(toJsonSchema(schema)));
  return pathToFileURL(file).href;
}

/** yaml-language-server's language service; schemas are read from files. */
export function createPeerService(): LanguageService {
  const service = getLanguageService({
    schemaRequestService: async (uri) => readFileSync(fileURLToPath(uri), "utf8"),
    workspaceContext: { resolveRelativePath: (path) => path },
    clientCapabilities: {
      textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } } },
    },
  });
  service.configure({ validate: true, completion: true, hover: true, yamlVersion: "1.1", indentation: "  " });
  return service;
}

/** The same text, character for character, to those who read schema comments, without any for those who tell of them. */
export function withoutSchemaComments(text: string): string {
  return text.replaceAll("# yaml-language-server: $schema=", "# yaml language server, a schema");
}

/** Hands schemas over as they are needed, and gives the comment that names each. */
export function registeredSchemas(service: LanguageService, schemas: SchemaRegistry): SchemaFiles["commentFor"] {
  const uris = new Map<KindSchema, string>();
  return ({ group, version, kind }) => {
    const schema = schemas.find(group, version, kind);
    if (!schema) return "";
    const uri = uris.get(schema) ?? `file:///schemas/${group}/${kind}/${version}.json`;
    if (!uris.has(schema)) service.addSchema(uri, JSON.parse(JSON.stringify(toJsonSchema(schema))));
    uris.set(schema, uri);
    return `# yaml-language-server: $schema=${uri}`;
  };
}

/** What a document says it is, without reading it as YAML. */
export function gvkOf(
  text: string,
): { readonly group: string; readonly version: string; readonly kind: string } | undefined {
  const apiVersion = /^apiVersion: *["']?([^\s"'#]+)/m.exec(text)?.[1];
  const kind = /^kind: *["']?([^\s"'#]+)/m.exec(text)?.[1];
  if (apiVersion === undefined || kind === undefined) return undefined;
  const slash = apiVersion.indexOf("/");
  return { group: slash < 0 ? "" : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind };
}
