import { workTreeOf } from "../../../graph/repositoryAddress.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import type { MappingNode } from "../../../manifest/node.ts";
import { joinUri } from "../../../text/uri.ts";
import { isGiven, textAt } from "./fields.ts";
import { isChart } from "./sources.ts";

/** A directory of this workspace that a source deploys. */
export interface OwnDirectory {
  readonly uri: string;
  /** Whether the source takes the branch that is checked out, so that what is here is what is deployed. */
  readonly isSameRevision: boolean;
}

/** The directory of a source, where it is certainly in this workspace and Argo CD changes nothing about the source. */
export function ownDirectory(source: MappingNode, index: RepositoryIndex): OwnDirectory | undefined {
  const address = textAt(source, "repoURL")?.value;
  const path = textAt(source, "path")?.value;
  if (address === undefined || path === undefined || path.startsWith("/") || isChart(source)) return undefined;
  const root = workTreeOf(address, index);
  if (root === undefined || !index.complete) return undefined;
  const uri = joinUri(root, path);
  if (!index.covers(uri) || !index.hasDirectory(uri) || hasOverrides(uri, index)) return undefined;
  const branch = index.origins.find((origin) => origin.root === root)?.branch;
  const revision = textAt(source, "targetRevision")?.value;
  return {
    uri,
    isSameRevision: revision === undefined ? !isGiven(source, "targetRevision") : isSame(revision, branch),
  };
}

/** `.argocd-source.yaml` and its like are merged over the source (argo-cd reposerver mergeSourceParameters). */
function hasOverrides(uri: string, index: RepositoryIndex): boolean {
  return index.children(uri).some((name) => name.startsWith(".argocd-source"));
}

function isSame(revision: string, branch: string | undefined): boolean {
  return revision === "HEAD" || revision === branch || revision === `refs/heads/${branch}`;
}
