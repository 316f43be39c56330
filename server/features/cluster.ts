import type { LiveObject, ObjectKey } from "../core/cluster/liveObject.ts";
import type { Provenance } from "../core/cluster/provenance.ts";
import type { LiveStatus, Status } from "../core/cluster/status.ts";
import type { ClusterConnection } from "../protocol/cluster.ts";

/** A live object that features read without waiting: its status, and all of it once an open file declares it. */
export interface KnownObject {
  readonly context: string;
  readonly key: ObjectKey;
  readonly status: LiveStatus;
  /** The object itself; undefined until {@link Cluster.follow} has brought it. */
  readonly object: LiveObject | undefined;
  readonly provenance?: Provenance;
}

/** A context of the kubeconfig with the address of its API server. */
export interface KnownContext {
  readonly name: string;
  readonly server: string;
}

/** How many objects another one owns, and how these are doing. */
export type Tally = ReadonlyMap<Status, number>;

/**
 * The connected clusters as features see them. Answers come from memory and never contact anything; without a
 * connection every list is empty.
 */
export interface Cluster {
  readonly connections: readonly ClusterConnection[];
  /** What else could be connected, as the kubeconfig was when somebody last connected. */
  readonly contexts: readonly KnownContext[];
  /** Goes up with every change of what {@link find} may answer. */
  readonly revision: number;
  /** The watched objects with this identity, one for each connected context that has it. */
  find(key: ObjectKey): readonly KnownObject[];
  /** All watched objects of a type, whatever their version. */
  objectsOf(type: { readonly group: string; readonly kind: string }): readonly KnownObject[];
  /**
   * Whether a kind is watched in a context and completely loaded, so that a missing object is really missing: in all
   * namespaces, or in the one that is named.
   */
  isComplete(
    context: string,
    kind: { readonly group: string; readonly kind: string; readonly namespace?: string },
  ): boolean;
  /** How the objects are doing that name this one as their owner, in one context. */
  ownedBy(context: string, owner: ObjectKey): Tally;
  /** The objects that take files from a directory of any repository, by its path as `plainPath` gives it. */
  takersOf(path: string): readonly KnownObject[];
  /** Goes up when {@link takersOf} may answer with other objects. */
  readonly takersRevision: number;
  /** Names the objects that open files declare: their full text is kept at hand from now on. */
  follow(keys: readonly ObjectKey[]): void;
}

/** No connection at all. */
export const noCluster: Cluster = {
  connections: [],
  contexts: [],
  revision: 0,
  find: () => [],
  objectsOf: () => [],
  isComplete: () => false,
  ownedBy: () => new Map(),
  takersOf: () => [],
  takersRevision: 0,
  follow: () => undefined,
};
