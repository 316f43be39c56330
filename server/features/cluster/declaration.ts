import { declarationsOf } from "../../core/cluster/matching.ts";
import type { DeclaredObject, RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { liveKindOf } from "../../core/kinds/liveKinds.ts";
import type { ClusterDeclaration, ClusterObjectId } from "../../protocol/cluster.ts";
import type { Environment } from "../environment.ts";
import { rangeOf } from "../manifestPlace.ts";
import { manifestsOf } from "./whichManifest.ts";

/**
 * Where the repository declares a live object: its own manifest, or that of the object that generates it, as an
 * ApplicationSet does with Applications. Null when neither is in the workspace.
 */
export function provideDeclaration(
  environment: Environment,
  { context, ...key }: ClusterObjectId,
): ClusterDeclaration | null {
  const { cluster, index } = environment;
  const known = cluster.find(key).find((each) => each.context === context);
  const owner = known?.provenance?.owner;
  const own = known ? manifestsOf(environment, known) : declarationsOf(key, index);
  const [declared] = own.length === 0 && owner && liveKindOf(owner)?.makes ? declarationsOf(owner, index) : own;
  return declared ? placeOf(declared, index) : null;
}

/** What is known of a declaration may be older than the last edit, but not which document of the file it is. */
function placeOf({ uri, ordinal, nameSpan }: DeclaredObject, index: RepositoryIndex): ClusterDeclaration {
  const entry = index.manifestAt(uri, ordinal);
  const name = entry?.manifest.name;
  const span = entry && name ? { start: entry.offset + name.start, end: entry.offset + name.end } : nameSpan;
  const { line, character } = rangeOf(index, uri, span).start;
  return { uri, line, character };
}
