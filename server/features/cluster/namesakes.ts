import { knownDeclarations } from "../../core/cluster/likeness.ts";
import type { LiveKind } from "../../core/cluster/liveKind.ts";
import { inNamespaces, liveKeysOf, type WrittenIdentity } from "../../core/cluster/matching.ts";
import { liveKindOf } from "../../core/kinds/liveKinds.ts";
import type { ClusterConnection } from "../../protocol/cluster.ts";
import type { KnownObject } from "../cluster.ts";
import type { Environment } from "../environment.ts";
import { manifestsOf } from "./whichManifest.ts";

/** A live object with what is known about its kind and the connection it came through. */
export interface FoundObject extends KnownObject {
  readonly live: LiveKind;
  readonly connection: ClusterConnection;
  /** Other files that the object may just as well come from; absent: none. */
  readonly rivals?: readonly string[];
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

/** The live objects that come from a manifest, or may just as well come from it as from others. */
export function meantObjectsOf(environment: Environment, declared: WrittenIdentity): readonly FoundObject[] {
  return namesakesOf(environment, declared).flatMap((found) => {
    if (knownDeclarations(found.key, environment.index).length < 2) return [found];
    const files = [...new Set(manifestsOf(environment, found).map(({ uri }) => uri))];
    if (!files.includes(declared.uri)) return [];
    if (files.length === 1) return [found];
    // Before the object itself is at hand, nobody can compare it with the manifests.
    return found.object ? [{ ...found, rivals: files.filter((uri) => uri !== declared.uri) }] : [];
  });
}

/** Where an object is looked for whose namespace nobody in the workspace decides. */
export function namespacesOf({ namespace }: ClusterConnection, { homeNamespace }: LiveKind): readonly string[] {
  return [namespace, homeNamespace, "default"].filter((each) => each !== undefined);
}
