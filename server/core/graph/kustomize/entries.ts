import type { StringNode } from "../../manifest/manifest.ts";
import { isWithin, joinUri } from "../../text/uri.ts";
import type { RepositoryIndex } from "../repositoryIndex.ts";
import type { KustomizeRoot } from "./kustomizeRoot.ts";
import { placeOfEntry } from "./remote.ts";

/** What is known about the file or directory that an entry names. */
export type EntryTarget =
  | { readonly type: "file"; readonly uri: string }
  | { readonly type: "directory"; readonly uri: string }
  | { readonly type: "missing"; readonly uri: string }
  /** Remote, absolute, templated, outside the workspace, or the workspace is still being read. */
  | { readonly type: "unknown" };

const unknownTarget: EntryTarget = { type: "unknown" };

/** What the paths of a kustomization file name at one state of the repository. */
interface Targets {
  readonly index: RepositoryIndex;
  readonly pathRevision: number;
  readonly complete: boolean;
  readonly byPath: Map<string, EntryTarget>;
}

const targetsByRoot = new WeakMap<KustomizeRoot, Targets>();

/** Finds what a path written in a kustomization file names; many rules ask about the same entries. */
export function targetOfEntry(path: string, root: KustomizeRoot, index: RepositoryIndex): EntryTarget {
  const { byPath } = targetsOf(root, index);
  const known = byPath.get(path);
  if (known) return known;
  const target = findTarget(path, root, index);
  byPath.set(path, target);
  return target;
}

function targetsOf(root: KustomizeRoot, index: RepositoryIndex): Targets {
  const known = targetsByRoot.get(root);
  const { pathRevision, complete } = index;
  if (known?.index === index && known.pathRevision === pathRevision && known.complete === complete) return known;
  const targets = { index, pathRevision, complete, byPath: new Map<string, EntryTarget>() };
  targetsByRoot.set(root, targets);
  return targets;
}

function findTarget(path: string, root: KustomizeRoot, index: RepositoryIndex): EntryTarget {
  if (path === "" || isTemplated(path) || placeOfEntry(path).type !== "local") return unknownTarget;
  return targetAt(joinUri(root.directory, path), index);
}

/** What is known about a URI. */
export function targetAt(uri: string, index: RepositoryIndex): EntryTarget {
  if (index.hasFile(uri)) return { type: "file", uri };
  if (index.hasDirectory(uri)) return { type: "directory", uri };
  return index.complete && index.covers(uri) && !isLeftOut(uri) ? { type: "missing", uri } : unknownTarget;
}

/** Directories of tools, which are not read into the index; what is missing there may well exist. */
function isLeftOut(uri: string): boolean {
  return /\/(?:\.[^/]+|node_modules|__pycache__)\//.test(uri);
}

/** Whether a text still has to be filled in by another tool, so that its value must not be judged. */
export function isTemplated(text: string): boolean {
  return text.includes("{{") || text.includes("${");
}

/** Whether an entry holds the configuration itself instead of naming a file (generators, transformers, validators). */
export function isInlineEntry(entry: StringNode): boolean {
  return entry.value.includes("\n") || entry.value.startsWith("{");
}

/** The path of a generator's `files` entry: what follows `key=`; undefined when kustomize rejects the entry. */
export function generatorFilePath(entry: string): string | undefined {
  const parts = entry.split("=");
  if (parts.length > 2) return undefined;
  return parts.at(-1);
}

/** Whether a file lies outside the directory of the root, where kustomize's default load restriction refuses it. */
export function escapesRoot(uri: string, root: KustomizeRoot): boolean {
  return !isWithin(uri, root.directory);
}
