import { kustomizationFileNames } from "../../core/manifest/manifest.ts";
import { itemsAt, resolveAlias, type YamlNode } from "../../core/manifest/node.ts";
import { parseDocument } from "../../core/manifest/parseDocument.ts";
import { directoryOf, joinUri } from "../../core/text/uri.ts";
import type { FileContent } from "../renderer.ts";
import { enginePath, type FileSource } from "./fileSource.ts";

/** Files for the engine by its paths, and directories that exist without any of them. */
export interface Inputs {
  readonly files: Map<string, FileContent>;
  readonly directories: Set<string>;
  /** The URI of every file, by engine path. */
  readonly uris: Map<string, string>;
}

/**
 * Collects what a kustomize directory can reach: its kustomization file, every file and directory that a string in it
 * names, and so on from each directory. Generous on purpose: a string that is no path but looks like one costs a file
 * too many, and what is still missing the engine names.
 */
export async function collectInputs(directory: string, source: FileSource): Promise<Inputs> {
  const inputs: Inputs = { files: new Map(), directories: new Set(), uris: new Map() };
  const visited = new Set<string>();
  const visit = async (uri: string): Promise<void> => {
    if (visited.has(uri)) return;
    visited.add(uri);
    inputs.directories.add(enginePath(uri));
    for (const name of kustomizationFileNames) {
      const file = joinUri(uri, name);
      if (!source.hasFile(file)) continue;
      await addFile(file, source, inputs);
      const content = inputs.files.get(enginePath(file));
      if (typeof content === "string") await visitStrings(content, uri);
    }
  };
  const visitStrings = async (text: string, base: string): Promise<void> => {
    for (const path of pathsIn(parseDocument(text).root)) {
      const uri = joinUri(base, path);
      if (source.hasFile(uri)) await addFile(uri, source, inputs);
      else if (source.hasDirectory(uri)) await visit(uri);
    }
  };
  await visit(directory);
  return inputs;
}

/** Adds one more file that the engine looked for; false when there is no such file or directory. */
export async function addMissing(uri: string, source: FileSource, inputs: Inputs): Promise<boolean> {
  if (source.hasFile(uri)) return addFile(uri, source, inputs);
  if (!source.hasDirectory(uri) || inputs.directories.has(enginePath(uri))) return false;
  const found = await collectInputs(uri, source);
  for (const [path, content] of found.files) inputs.files.set(path, content);
  for (const [path, file] of found.uris) inputs.uris.set(path, file);
  for (const path of found.directories) inputs.directories.add(path);
  return true;
}

async function addFile(uri: string, source: FileSource, inputs: Inputs): Promise<boolean> {
  const path = enginePath(uri);
  if (inputs.files.has(path)) return false;
  const content = await source.read(uri);
  if (content === undefined) return false;
  inputs.files.set(path, content);
  inputs.uris.set(path, uri);
  inputs.directories.add(enginePath(directoryOf(uri)));
  return true;
}

/** Every string that may be a path, `key=path` of generators included. */
function pathsIn(root: YamlNode | undefined): readonly string[] {
  const paths: string[] = [];
  const visit = (node: YamlNode): void => {
    const value = resolveAlias(node);
    if (value?.type === "sequence") for (const item of itemsAt(value)) visit(item);
    if (value?.type === "mapping") for (const pair of value.pairs) visit(pair.value);
    if (value?.type !== "scalar" || typeof value.value !== "string") return;
    const text = value.value;
    if (text.length === 0 || text.length > 1000 || text.includes("\n") || text.startsWith("/")) return;
    paths.push(text);
    const equals = text.indexOf("=");
    if (equals > 0) paths.push(text.slice(equals + 1));
  };
  if (root) visit(root);
  return paths;
}
