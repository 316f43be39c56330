import { knownDeclarations, likeliestDeclarations } from "../../core/cluster/likeness.ts";
import type { LiveContext, LiveKind } from "../../core/cluster/liveKind.ts";
import type { LiveObject, ObjectKey } from "../../core/cluster/liveObject.ts";
import {
  deployersOf,
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
import type { KnownObject } from "../cluster.ts";
import type { Environment } from "../environment.ts";

/** A live object with what is known about its kind and the connection it came through. */
export interface FoundObject extends KnownObject {
  readonly live: LiveKind;
  readonly connection: ClusterConnection;
}

/** The live objects that a manifest declares, at most a few in each connected context. */
export function liveObjectsOf(environment: Environment, declared: WrittenIdentity): readonly FoundObject[] {
  return namesakesOf(environment, declared).filter((each) => isMeant(each, declared, environment.index));
}

/** The live objects with the identity of a manifest; another manifest with the same identity may be meant. */
export function namesakesOf(environment: Environment, declared: WrittenIdentity): readonly FoundObject[] {
  const { cluster, index } = environment;
  const live = liveKindOf(declared.gvk);
  const connections = live ? cluster.connections : none;
  if (!live || connections.length === 0) return [];
  const keys = liveKeysOf(declared, index);
  return connections.flatMap((connection) =>
    keys.flatMap((key) => {
      const known = inNamespaces(key, namespacesOf(connection, live))
        .map((each) => cluster.find(each).find(({ context }) => context === connection.context))
        .find((each) => each !== undefined);
      return known ? [{ ...known, live, connection }] : [];
    }),
  );
}

const none: readonly ClusterConnection[] = [];

/**
 * Whether a live object is the one of this manifest, when others of the workspace have the same identity. Before the
 * object itself is at hand nobody knows.
 */
function isMeant({ key, object }: KnownObject, { uri }: WrittenIdentity, index: RepositoryIndex): boolean {
  if (knownDeclarations(key, index).length < 2) return true;
  return object !== undefined && likeliestDeclarations(object, index).some((each) => each.uri === uri);
}

/** Where an object is looked for whose namespace nobody in the workspace decides. */
export function namespacesOf({ namespace }: ClusterConnection, { homeNamespace }: LiveKind): readonly string[] {
  return [namespace, homeNamespace, "default"].filter((each) => each !== undefined);
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
  const manifests = uris.flatMap((uri) => [...index.manifests(uri), ...deployersOf(uri, index)]);
  const keys = [...new Set(manifests)].flatMap((each) => keysAround(environment, each));
  return keys.flatMap((key) => {
    const live = liveKindOf(key);
    return live ? cluster.connections.flatMap((each) => inNamespaces(key, namespacesOf(each, live))) : [];
  });
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
