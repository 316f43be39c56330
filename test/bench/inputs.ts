import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { SchemaRegistry } from "../../server/core/schema/model.ts";
import { createService } from "../../server/shell/service.ts";
import { examplesFolder } from "../examples/exampleRepository.ts";
import { type Random, seeded } from "../harness/random.ts";
import { type Files, memoryIndex, uriOf } from "../harness/workspace.ts";

/** The seed of everything that is generated. */
export const seed = 20260801;

/** Where the file that is edited lies in its repository. */
export const editedPath = "large/manifests.yaml";

/** Our example repository without its mistakes: path and text of each file. */
export function exampleFiles(): Files {
  const entries = readdirSync(examplesFolder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = paths.toSorted().map((path) => [relative(examplesFolder, path).replaceAll("\\", "/"), path] as const);
  return Object.fromEntries(
    found.flatMap(([name, path]) => (name.startsWith("broken/") ? [] : [[name, readFileSync(path, "utf8")] as const])),
  );
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

/** A document of the examples, to be repeated under other names. */
export interface Template {
  readonly text: string;
  /** Text offsets of the value of `metadata.name`. */
  readonly name: { readonly start: number; readonly end: number };
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * The documents of the examples that have a schema and stay without findings under another name in another directory:
 * what they name exists.
 */
export function templates(schemas: SchemaRegistry): readonly Template[] {
  const files = exampleFiles();
  const index = memoryIndex(files);
  const found = [...index.yamlFiles()].flatMap((uri) =>
    index.manifests(uri).flatMap(({ manifest, document }) => {
      const { name, gvk } = manifest;
      if (!name || !schemas.find(gvk.group, gvk.version, gvk.kind) || !document.text.includes("interval: ")) return [];
      return [{ text: withoutMarker(document.text), name: shiftedName(document.text, name), ...gvk }];
    }),
  );
  return found.filter((template) => {
    const fileIndex = memoryIndex({ ...files, [editedPath]: named(template, 1) + named(template, 2) });
    const service = createService({ index: fileIndex, logger: silent, schemas });
    const diagnostics = service.language.diagnostics(uriOf(editedPath));
    service.dispose();
    return diagnostics.length === 0;
  });
}

const silent = { info: () => undefined, warn: () => undefined };

function withoutMarker(text: string): string {
  const body = text.replace(/^---[^\n]*\n/, "");
  return body.endsWith("\n") ? body : `${body}\n`;
}

function shiftedName(text: string, { start, end }: Template["name"]): Template["name"] {
  const moved = text.length - text.replace(/^---[^\n]*\n/, "").length;
  return { start: start - moved, end: end - moved };
}

/** Names the schema of a template in the way that yaml-language-server reads. */
export type SchemaComment = (template: Template) => string;

/** A file of many documents with at least this many characters; each has a name of its own. */
export function manyDocuments(all: readonly Template[], characters: number, comment: SchemaComment): string {
  const random = seeded(seed);
  const parts: string[] = [];
  for (let length = 0, ordinal = 0; length < characters * 0.95; ordinal++) {
    const template = next(all, characters - length, random);
    const part = `---\n${comment(template)}\n${named(template, ordinal).slice(4)}`;
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

/** One that is not much longer than what is left, where there is one. */
function next(all: readonly Template[], left: number, random: Random): Template {
  const fitting = all.filter(({ text }) => text.length + 80 <= left);
  return random.pick(fitting.length > 0 ? fitting : all.toSorted((a, b) => a.text.length - b.text.length).slice(0, 1));
}

function named({ text, name }: Template, ordinal: number): string {
  const suffix = `-${ordinal.toString().padStart(4, "0")}`;
  return `---\n${text.slice(0, name.end)}${suffix}${text.slice(name.end)}`;
}

/** A repository of so many documents more than the examples, one a file, all of kinds that have a schema. */
export function knownManifests(all: readonly Template[], documents: number): Files {
  const files: Record<string, string> = { ...exampleFiles() };
  for (let at = 0; at < documents; at++) {
    const template = all[at % all.length];
    if (template) files[`known/${at % 100}/${at}.yaml`] = named(template, at);
  }
  return files;
}

/** Names in the examples that each copy of a team's files gets its own of. */
const teams = /\b(catalog|storefront|reviews|recommendations)\b/g;

/**
 * A repository like the examples with at least this many YAML documents: the platform once, and the applications and
 * tenants again and again under other names, listed and deployed like the first ones.
 */
export function generatedRepository(documents: number): Files {
  const files: Record<string, string> = { ...exampleFiles() };
  const store = "infrastructure/secrets/cluster-secret-store.yaml";
  // The tenants' namespaces multiply, and each may read from the store.
  files[store] =
    files[store]?.replace(
      /^( +- )recommendations$/m,
      `$1recommendations\n${" ".repeat(4)}- namespaceRegexes:\n$1^recommendations-.*$`,
    ) ?? "";
  const originals = Object.entries(files).filter(([path]) => isOfTeam(path));
  const perCopy = originals.reduce((sum, [, text]) => sum + documentsIn(text), 0);
  const present = Object.values(files).reduce((sum, text) => sum + documentsIn(text), 0);
  for (let copy = 1; present + (copy - 1) * perCopy < documents; copy++) {
    const suffix = copy.toString().padStart(4, "0");
    const renamed = (text: string): string => text.replace(teams, `$1-${suffix}`);
    for (const [path, text] of originals) files[renamed(path)] = renamed(text);
    for (const list of ["argocd/applications/kustomization.yaml", "tenants/kustomization.yaml"]) {
      const lines = (exampleFiles()[list] ?? "").match(/^ {2}- .*$/gm) ?? [];
      const more = lines.map(renamed).filter((line) => line.includes(suffix));
      files[list] = `${files[list]?.trimEnd()}\n${more.join("\n")}\n`;
    }
  }
  return files;
}

function isOfTeam(path: string): boolean {
  return path.search(teams) >= 0;
}

/** YAML documents of a text, empty ones not counted. */
export function documentsIn(text: string): number {
  return text.split(/^---.*$/m).filter((part) => part.replace(/^\s*#.*$/gm, "").trim() !== "").length;
}
