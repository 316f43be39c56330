import { type Span, shift } from "../text/span.ts";
import { directoryOf } from "../text/uri.ts";
import { deploymentsOf } from "./deployments.ts";
import { usesOf } from "./kustomize/inclusion.ts";
import { existingTarget, pathsOf } from "./paths.ts";
import type { RepositoryIndex } from "./repositoryIndex.ts";

/** A place that brings a file or directory in; the span counts from the start of the file `uri`. */
export interface Includer {
  readonly uri: string;
  readonly span: Span;
  /** The field that names it: `resources`, `patches`, … of a kustomization file, or `path` of what deploys it. */
  readonly field: string;
  readonly type: "kustomization" | "deployment";
}

/**
 * Who includes a file: the kustomization files that name it. For a kustomization file: those that name its directory,
 * and the objects that deploy it (Flux Kustomizations, Applications).
 */
export function includersOf(uri: string, index: RepositoryIndex): readonly Includer[] {
  const directory = directoryOf(uri);
  const isRoot = index.kustomizeRoots().get(directory) === uri;
  return isRoot
    ? [...kustomizationsNaming(uri, index), ...includersOfDirectory(directory, index)]
    : kustomizationsNaming(uri, index);
}

/** Who includes a directory. */
export function includersOfDirectory(directory: string, index: RepositoryIndex): readonly Includer[] {
  return [...kustomizationsNaming(directory, index), ...deployersOf(directory, index)];
}

function kustomizationsNaming(uri: string, index: RepositoryIndex): readonly Includer[] {
  return usesOf(uri, index).map(({ root, field, entry }) => {
    const offset = index.manifests(root.uri)[0]?.offset ?? 0;
    return { uri: root.uri, span: shift({ start: entry.start, end: entry.end }, offset), field, type: "kustomization" };
  });
}

function deployersOf(directory: string, index: RepositoryIndex): readonly Includer[] {
  const deployers = deploymentsOf(index).filter((each) => each.directory === directory);
  return deployers.flatMap(({ uri, ordinal }) => {
    const entry = index.manifests(uri).find((each) => each.ordinal === ordinal);
    if (!entry) return [];
    return pathsOf(entry.manifest, index)
      .filter((path) => path.rule.deploys && existingTarget(path, index)?.uri === directory)
      .map((path) => ({ uri, span: shift(path.span, entry.offset), field: "path", type: "deployment" as const }));
  });
}
