import type { LiveObject, ObjectKey } from "../core/cluster/liveObject.ts";
import type { LiveStatus } from "../core/cluster/status.ts";
import type { ClusterConnection } from "../protocol/cluster.ts";

/** A live object that features read without waiting: its status, and all of it once an open file declares it. */
export interface KnownObject {
  readonly context: string;
  readonly key: ObjectKey;
  readonly status: LiveStatus;
  /** The object itself; undefined until {@link Cluster.follow} has brought it. */
  readonly object: LiveObject | undefined;
}

/**
 * The connected clusters as features see them. Answers come from memory and never contact anything; without a
 * connection every list is empty.
 */
export interface Cluster {
  readonly connections: readonly ClusterConnection[];
  /** Goes up with every change of what {@link find} may answer. */
  readonly revision: number;
  /** The watched objects with this identity, one for each connected context that has it. */
  find(key: ObjectKey): readonly KnownObject[];
  /**
   * Whether a kind is watched in a context and completely loaded, so that a missing object is really missing: in all
   * namespaces, or in the one that is named.
   */
  isComplete(
    context: string,
    kind: { readonly group: string; readonly kind: string; readonly namespace?: string },
  ): boolean;
  /** Names the objects that open files declare: their full text is kept at hand from now on. */
  follow(keys: readonly ObjectKey[]): void;
}

/** No connection at all. */
export const noCluster: Cluster = {
  connections: [],
  revision: 0,
  find: () => [],
  isComplete: () => false,
  follow: () => undefined,
};
