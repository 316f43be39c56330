import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseAllDocuments } from "yaml";
import { projectFolder, yamlFilesBelow } from "../harness/yamlFiles.ts";

/** The example repository, the root of its own paths. */
export const examplesFolder = join(projectFolder, "examples");

/** The typical mistakes, which are not part of the example repository. */
export const brokenFolder = join(examplesFolder, "broken");

/** The URL under which the example repository names itself. */
export const ownRepository = "https://github.com/example-org/gitops";

/** One YAML document of a file; `path` is relative to the examples, with `/`. */
export interface ExampleManifest {
  readonly path: string;
  readonly value: unknown;
}

/** All YAML documents of the example repository, in the order of their paths. */
export function exampleManifests(): readonly ExampleManifest[] {
  return yamlFilesBelow(examplesFolder)
    .filter((file) => !file.path.startsWith(brokenFolder))
    .flatMap((file) =>
      parseAllDocuments(file.text).map((document) => ({
        path: relative(examplesFolder, file.path).replaceAll("\\", "/"),
        value: document.toJS(),
      })),
    );
}

/** Every directory with a kustomization file, relative to `folder`, with that file's content. */
export function kustomizeRoots(folder: string): readonly { readonly directory: string; readonly content: unknown }[] {
  return yamlFilesBelow(folder)
    .filter((file) => file.path.endsWith("/kustomization.yaml"))
    .map((file) => ({
      directory: relative(folder, dirname(file.path)).replaceAll("\\", "/"),
      content: parseAllDocuments(file.text)[0]?.toJS(),
    }));
}

/** Whether the directory has a kustomization file of its own. */
export function isKustomizeRoot(directory: string): boolean {
  return existsSync(join(directory, "kustomization.yaml"));
}

/** The value below a chain of keys, undefined where the chain ends early. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? new Map(Object.entries(inner)).get(key) : undefined),
    value,
  );
}

/** The string below a chain of keys, empty where there is none. */
export function textAt(value: unknown, ...keys: readonly string[]): string {
  const text = valueAt(value, ...keys);
  return typeof text === "string" ? text : "";
}

/** The list below a chain of keys, empty where there is none. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const list = valueAt(value, ...keys);
  return Array.isArray(list) ? list : [];
}

/** The lines of a file of the mistakes. */
export function brokenLines(file: string): readonly string[] {
  return readFileSync(join(brokenFolder, file), "utf8").split("\n");
}
