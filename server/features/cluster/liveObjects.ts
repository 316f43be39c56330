import { deployingManifests } from "../../core/cluster/deployers.ts";
import { knownDeclarations } from "../../core/cluster/likeness.ts";
import type { LiveContext } from "../../core/cluster/liveKind.ts";
import type { LiveObject, ObjectKey } from "../../core/cluster/liveObject.ts";
import {
  hasNoNamespace,
  identityIn,
  inNamespaces,
  liveKeysOf,
  type WrittenIdentity,
} from "../../core/cluster/matching.ts";
import { referencesOf } from "../../core/graph/references.ts";
import type { ManifestEntry, RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { liveKindOf } from "../../core/kinds/liveKinds.ts";
import type { ClusterConnection } from "../../protocol/cluster.ts";
import type { Environment } from "../environment.ts";
import { isPlaced } from "./destinations.ts";
import { type FoundObject, meantObjectsOf, namespacesOf } from "./namesakes.ts";
import { takersOf } from "./takers.ts";

/** The live objects that a manifest declares, at most a few in each connected context that it is delivered to. */
export function liveObjectsOf(environment: Environment, declared: WrittenIdentity): readonly FoundObject[] {
  return meantObjectsOf(environment, declared).filter((each) => isPlaced(environment, declared, each));
}

/** What the functions of a kind may look at, from memory. */
export function contextOf(environment: Environment, context: string): LiveContext {
  const { cluster } = environment;
  const find = (key: ObjectKey): LiveObject | undefined =>
    cluster.find(key).find((each) => each.context === context)?.object;
  const connection = cluster.connections.find((each) => each.context === context);
  return { lookup: { find }, now: clusterTime(environment, connection) };
}

/** Milliseconds since 1970 by the clock of a cluster, to which the times in its objects belong. */
export function clusterTime({ now }: Environment, connection: ClusterConnection | undefined): number {
  return now() + (connection?.clockAhead ?? 0);
}

/**
 * The keys of all live objects that features look at for some files: those that they declare, those that these refer to,
 * and what delivers the files. The connection keeps the full text of these at hand.
 */
export function followedKeys(environment: Environment, uris: readonly string[]): readonly ObjectKey[] {
  const { cluster, index } = environment;
  if (cluster.connections.length === 0) return [];
  const files = uris.flatMap((uri) => [uri, ...rivalFiles(uri, index)]);
  const manifests = [
    ...uris.flatMap((uri) => index.manifests(uri)),
    ...[...new Set(files)].flatMap((uri) => deployingManifests(uri, index)),
  ];
  const taken = uris.flatMap((uri) => takersOf(environment, uri).map(({ key }) => key));
  const keys = [...[...new Set(manifests)].flatMap((each) => keysAround(environment, each)), ...taken];
  return keys.flatMap((key) => {
    const live = liveKindOf(key);
    return live ? cluster.connections.flatMap((each) => inNamespaces(key, namespacesOf(each, live))) : [];
  });
}

/** Other files that declare an object of a file, too: what delivers these tells which is meant. */
function rivalFiles(uri: string, index: RepositoryIndex): readonly string[] {
  const keys = index.manifests(uri).flatMap(({ manifest }) => {
    return liveKindOf(manifest.gvk) ? liveKeysOf(identityIn(manifest), index) : [];
  });
  return keys.flatMap((key) => knownDeclarations(key, index).map((each) => each.uri)).filter((each) => each !== uri);
}

function keysAround({ index }: Environment, { manifest }: ManifestEntry): readonly ObjectKey[] {
  const references = referencesOf(manifest).filter(({ to }) => to.some(liveKindOf));
  if (references.length === 0 && !liveKindOf(manifest.gvk)) return [];
  const own = liveKeysOf(identityIn(manifest), index);
  const referred = references.flatMap(({ to, name, namespace }) =>
    to.flatMap((type) => {
      if (!liveKindOf(type)) return [];
      const places = hasNoNamespace(type) ? [""] : own.map((key) => namespace?.value ?? key.namespace);
      return places.map((place) => ({ ...type, namespace: place, name: name.value }));
    }),
  );
  return [...own, ...referred];
}
