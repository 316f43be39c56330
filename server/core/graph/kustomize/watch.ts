import { kustomizationFileNames } from "../../manifest/manifest.ts";
import type { RepositoryIndex } from "../repositoryIndex.ts";

/** Remembers what a result was computed from, so that it can be kept as long as nothing of that changes. */
export interface Watch {
  readonly seen: ReadonlyMap<string, unknown>;
  /** The text of a file was read. */
  file(uri: string): void;
  /** It was asked whether a file or directory exists. */
  path(uri: string): void;
  /** It was asked which kustomization file a directory has. */
  root(directory: string): void;
  /** A result with its own watch was used. */
  include(other: Watch): void;
}

/** A watch that has seen nothing yet. */
export function createWatch(index: RepositoryIndex): Watch {
  const seen = new Map<string, unknown>();
  const path = (uri: string): void => {
    seen.set(uri, stateOf(uri, index));
  };
  return {
    seen,
    path,
    file: path,
    root: (directory) => {
      path(directory);
      for (const name of kustomizationFileNames) path(`${directory}/${name}`);
    },
    include: (other) => {
      for (const [uri, state] of other.seen) seen.set(uri, state);
    },
  };
}

/** Whether everything that was seen is still the same. */
export function isUnchanged(watch: Watch, index: RepositoryIndex): boolean {
  for (const [uri, state] of watch.seen) if (stateOf(uri, index) !== state) return false;
  return true;
}

function stateOf(uri: string, index: RepositoryIndex): unknown {
  return index.stamp(uri) ?? (index.hasFile(uri) || index.hasDirectory(uri));
}
