import { isWithin } from "../text/uri.ts";
import type { RepositoryIndex } from "./repositoryIndex.ts";

/**
 * An address of a git repository without what does not tell repositories apart: scheme, user, port, `.git`, the case of
 * the host (as Argo CD does, util/git NormalizeGitURL, and so that ssh and https addresses are equal).
 */
export function normalAddress(address: string): string {
  const plain = address.trim().replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, "");
  const hasScheme = plain.length < address.trim().length;
  const withoutUser = plain.replace(/^[^/@]*@/, "");
  const match = /^([^/:]*)(?::([^/]*))?(.*)$/.exec(withoutUser);
  const [, host = "", port = "", path = ""] = match ?? [];
  // What follows the colon of `git@host:owner/name` is a path, of `ssh://host:22/owner` a port.
  const full = hasScheme || port === "" ? path : `/${port}${path}`;
  return `${host.toLowerCase()}${full.replace(/\/+$/, "").replace(/\.git$/, "")}`;
}

/** The root of the work tree that was cloned from an address; undefined when none is known to be. */
export function workTreeOf(address: string, index: RepositoryIndex): string | undefined {
  if (index.origins.length === 0) return undefined;
  const normal = normalAddress(address);
  return index.origins.find(({ remotes }) => remotes.some((remote) => normalAddress(remote) === normal))?.root;
}

/** Directories that may be the root of the repository a file belongs to, the most likely first. */
export function possibleRoots(uri: string, index: RepositoryIndex): readonly string[] {
  const workTrees = index.origins.map(({ root }) => root).filter((root) => isWithin(uri, root));
  const folders = index.folders.filter((folder) => isWithin(uri, folder));
  const outermost = folders.toSorted((a, b) => a.length - b.length)[0];
  return [...new Set([...workTrees.toSorted((a, b) => b.length - a.length), ...folders, ...between(uri, outermost)])];
}

/** The directories from below `top` down to the one that holds the file: a repository inside the workspace folder. */
function between(uri: string, top: string | undefined): readonly string[] {
  if (top === undefined) return [];
  const names = uri
    .slice(top.length + 1)
    .split("/")
    .slice(0, -1);
  return names.map((_, at) => [top, ...names.slice(0, at + 1)].join("/"));
}
