import type { StringNode } from "../../manifest/manifest.ts";
import { joinUri } from "../../text/uri.ts";
import type { RepositoryIndex } from "../repositoryIndex.ts";
import { generatorFilePath, isInlineEntry } from "./entries.ts";
import { fieldValue, stringField, stringItems } from "./fields.ts";
import { type KustomizeRoot, kustomizeRootOfFile } from "./kustomizeRoot.ts";
import { isInlineMergeEntry } from "./patches.ts";
import { isLocalEntry } from "./remote.ts";

/** A path that a kustomization file names. */
export interface Inclusion {
  /** The field it stands in, for example `resources`. */
  readonly field: string;
  readonly entry: StringNode;
  /** The file or directory, whether it exists or not. */
  readonly uri: string;
}

/** A use of a file or directory, seen from the kustomization file that names it. */
export interface Use extends Inclusion {
  readonly root: KustomizeRoot;
}

const byRoot = new WeakMap<KustomizeRoot, readonly Inclusion[]>();

/** Every local path that a kustomization file names. */
export function inclusionsOf(root: KustomizeRoot): readonly Inclusion[] {
  const known = byRoot.get(root);
  if (known) return known;
  const inclusions = [...pathsOf(root)].flatMap(([field, entry, path]) =>
    path !== undefined && path !== "" && isLocalEntry(path) ? { field, entry, uri: joinUri(root.directory, path) } : [],
  );
  byRoot.set(root, inclusions);
  return inclusions;
}

type NamedPath = readonly [field: string, entry: StringNode, path: string | undefined];

const plainFields = ["resources", "bases", "components", "crds", "configurations"] as const;
const pluginFields = ["generators", "transformers", "validators"] as const;

function* pathsOf({ fields }: KustomizeRoot): Iterable<NamedPath> {
  for (const field of plainFields) for (const entry of fields[field]) yield [field, entry, entry.value];
  for (const field of pluginFields)
    for (const entry of fields[field]) if (!isInlineEntry(entry)) yield [field, entry, entry.value];
  for (const { path } of fields.patches) if (path) yield ["patches", path, path.value];
  for (const { path } of fields.patchesJson6902) if (path) yield ["patchesJson6902", path, path.value];
  for (const entry of fields.patchesStrategicMerge)
    if (!isInlineMergeEntry(entry)) yield ["patchesStrategicMerge", entry, entry.value];
  for (const { files, envs } of fields.objectGenerators) {
    for (const file of files) yield ["files", file, generatorFilePath(file.value)];
    for (const env of envs) yield ["envs", env, env.value];
  }
  yield* furtherPaths(fields.root);
}

function* furtherPaths(root: KustomizeRoot["fields"]["root"]): Iterable<NamedPath> {
  for (const field of ["helmCharts", "replacements"]) {
    const list = fieldValue(root, field);
    if (list?.type !== "sequence") continue;
    for (const item of list.items) {
      const single = stringField(item, field === "helmCharts" ? "valuesFile" : "path");
      if (single) yield [field, single, single.value];
      for (const file of stringItems(item, "additionalValuesFiles")) yield [field, file, file.value];
    }
  }
  const schema = stringField(fieldValue(root, "openapi"), "path");
  if (schema) yield ["openapi", schema, schema.value];
}

interface Graph {
  readonly stamps: ReadonlyMap<string, object | undefined>;
  /** The kustomization files that name a path. */
  readonly includers: ReadonlyMap<string, ReadonlySet<string>>;
}

const byIndex = new WeakMap<RepositoryIndex, { readonly revision: number; readonly graph: Graph }>();

const usesByIndex = new WeakMap<
  RepositoryIndex,
  { readonly revision: number; readonly uses: Map<string, readonly Use[]> }
>();

/** Who names a file or directory: the fields of kustomization files that do. */
export function usesOf(uri: string, index: RepositoryIndex): readonly Use[] {
  const files = graphOf(index).includers.get(uri);
  if (!files) return none;
  const revision = index.contentRevision + index.structureRevision;
  const memory = usesByIndex.get(index);
  const uses = memory?.revision === revision ? memory.uses : new Map<string, readonly Use[]>();
  if (memory?.uses !== uses) usesByIndex.set(index, { revision, uses });
  const known = uses.get(uri) ?? findUses(uri, files, index);
  uses.set(uri, known);
  return known;
}

const none: readonly Use[] = [];

function findUses(uri: string, files: ReadonlySet<string>, index: RepositoryIndex): readonly Use[] {
  return [...files].flatMap((file) => {
    const root = kustomizeRootOfFile(file, index);
    if (!root) return [];
    return inclusionsOf(root).flatMap((inclusion) => (inclusion.uri === uri ? { ...inclusion, root } : []));
  });
}

/** The kustomization files whose findings may change when the text of a file changes: all that lead to it. */
export function dependantsOf(uri: string, index: RepositoryIndex): ReadonlySet<string> {
  const { includers } = graphOf(index);
  const result = new Set<string>();
  const pending = [uri];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const file of includers.get(at) ?? []) {
      if (result.has(file)) continue;
      result.add(file);
      pending.push(file.slice(0, file.lastIndexOf("/")));
    }
    if (at === uri && index.kustomizeRoots().get(uri.slice(0, uri.lastIndexOf("/"))) === uri) {
      pending.push(uri.slice(0, uri.lastIndexOf("/")));
    }
  }
  return result;
}

function graphOf(index: RepositoryIndex): Graph {
  const known = byIndex.get(index);
  if (known?.revision === index.contentRevision + index.structureRevision) return known.graph;
  const stamps = new Map([...index.kustomizeRoots().values()].map((uri) => [uri, index.stamp(uri)]));
  const graph = known && isSame(known.graph, stamps, index) ? { ...known.graph, stamps } : buildGraph(stamps, index);
  byIndex.set(index, { revision: index.contentRevision + index.structureRevision, graph });
  return graph;
}

/** Whether no kustomization file names other paths than before; most edits change none. */
function isSame(graph: Graph, stamps: Graph["stamps"], index: RepositoryIndex): boolean {
  if (graph.stamps.size !== stamps.size) return false;
  for (const [uri, stamp] of stamps) {
    if (graph.stamps.get(uri) === stamp && graph.stamps.has(uri)) continue;
    const root = kustomizeRootOfFile(uri, index);
    const now = new Set(root ? inclusionsOf(root).map((inclusion) => inclusion.uri) : []);
    if (!graph.stamps.has(uri) || !namesExactly(graph, uri, now)) return false;
  }
  return true;
}

function namesExactly({ includers }: Graph, file: string, paths: ReadonlySet<string>): boolean {
  for (const path of paths) if (!includers.get(path)?.has(file)) return false;
  for (const [path, files] of includers) if (files.has(file) && !paths.has(path)) return false;
  return true;
}

function buildGraph(stamps: Graph["stamps"], index: RepositoryIndex): Graph {
  const includers = new Map<string, Set<string>>();
  for (const file of stamps.keys()) {
    const root = kustomizeRootOfFile(file, index);
    for (const { uri } of root ? inclusionsOf(root) : []) {
      const files = includers.get(uri);
      if (files) files.add(file);
      else includers.set(uri, new Set([file]));
    }
  }
  return { stamps, includers };
}
