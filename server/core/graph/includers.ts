import { type Span, shift } from "../text/span.ts";
import { directoryOf } from "../text/uri.ts";
import { type DirectoryDeployment, deploymentsAt, deploymentsCollecting } from "./deployments.ts";
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
 * Who includes a file: the kustomization files that name it, and who deploys it with its whole directory. For a
 * kustomization file: those that name its directory, and the objects that deploy it (Flux Kustomizations, Applications).
 */
export function includersOf(uri: string, index: RepositoryIndex): readonly Includer[] {
  const directory = directoryOf(uri);
  const isRoot = index.kustomizeRoots().get(directory) === uri;
  const named = kustomizationsNaming(uri, index);
  if (isRoot) return [...named, ...includersOfDirectory(directory, index)];
  if (named.length > 0 || index.manifests(uri).length === 0) return named;
  return placesOf(deploymentsCollecting(uri, index), index);
}

/** Who includes a directory. */
export function includersOfDirectory(directory: string, index: RepositoryIndex): readonly Includer[] {
  return [...kustomizationsNaming(directory, index), ...placesOf(deploymentsAt(directory, index), index)];
}

function kustomizationsNaming(uri: string, index: RepositoryIndex): readonly Includer[] {
  return usesOf(uri, index).map(({ root, field, entry }) => {
    const offset = index.manifests(root.uri)[0]?.offset ?? 0;
    return { uri: root.uri, span: shift({ start: entry.start, end: entry.end }, offset), field, type: "kustomization" };
  });
}

/** Where the paths of deployments stand. */
function placesOf(deployments: readonly DirectoryDeployment[], index: RepositoryIndex): readonly Includer[] {
  return deployments.flatMap(({ uri, ordinal, directory }) => {
    const entry = index.manifests(uri).find((each) => each.ordinal === ordinal);
    if (!entry) return [];
    return pathsOf(entry.manifest, index)
      .filter((path) => path.rule.deploys && existingTarget(path, index)?.uri === directory)
      .map((path) => ({ uri, span: shift(path.span, entry.offset), field: "path", type: "deployment" as const }));
  });
}
