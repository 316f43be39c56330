import { workTreeOf } from "../graph/repositoryAddress.ts";
import type { RepositoryIndex, RepositoryOrigin } from "../graph/repositoryIndex.ts";
import { isAbsolutePath, joinUri } from "../text/uri.ts";

/** A directory of the workspace that a live object takes its files from. */
export interface SourceDirectory {
  readonly directory: string;
  /** The work tree that was certainly cloned from the repository of the source; undefined when that is only likely. */
  readonly origin: RepositoryOrigin | undefined;
}

/** Where a path of a repository is in the workspace: none when it certainly is nowhere there. */
export function sourceDirectories(
  path: string,
  address: string | undefined,
  index: RepositoryIndex,
): readonly SourceDirectory[] {
  if (isAbsolutePath(path)) return [];
  const tree = address === undefined ? undefined : workTreeOf(address, index);
  if (tree !== undefined) {
    return [{ directory: joinUri(tree, path), origin: index.origins.find(({ root }) => root === tree) }];
  }
  // The root of an unknown repository would match any workspace; a path that exists here hardly does by accident.
  if (joinUri("file:///", path) === "file:///") return [];
  const roots = new Set([...index.origins.map(({ root }) => root), ...index.folders]);
  return [...roots]
    .map((root) => ({ directory: joinUri(root, path), origin: undefined }))
    .filter(({ directory }) => index.hasDirectory(directory));
}

/** A path from the root of a repository without what makes no difference: `./apps/` is `apps`, `./` is "". */
export function plainPath(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
}
