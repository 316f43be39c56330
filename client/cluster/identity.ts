import type { ClusterItem, ClusterObjectId, ClusterStatus } from "../../server/protocol/cluster.ts";

/** The form in which live objects are compared and kept in maps. */
export function keyOf({ context, group, kind, namespace, name }: ClusterObjectId): string {
  return [context, group, kind, namespace, name].join("\n");
}

/** `namespace/name`, only the name for objects of the cluster. */
export function pathOf({ namespace, name }: Pick<ClusterObjectId, "namespace" | "name">): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}

/** The identity without what else is known, as requests want it. */
export function idOf({ context, group, kind, namespace, name }: ClusterObjectId): ClusterObjectId {
  return { context, group, kind, namespace, name };
}

/** The identity that a lens, a link or a node of a view hands to a command; undefined when it is none. */
export function readObjectId(data: unknown): ClusterObjectId | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  if ("object" in data) return readObjectId(data.object);
  if (!("context" in data && "group" in data && "kind" in data && "namespace" in data && "name" in data))
    return undefined;
  const { context, group, kind, namespace, name } = data;
  if (typeof context !== "string" || typeof group !== "string" || typeof kind !== "string") return undefined;
  if (typeof namespace !== "string" || typeof name !== "string") return undefined;
  return { context, group, kind, namespace, name };
}

/** What the words of an item say, for descriptions: `OutOfSync, Healthy`. */
export function wordsOf({ words, status }: Pick<ClusterItem, "words" | "status">): string {
  return words.length > 0 ? words.join(", ") : status;
}

/** Worst first, as in `server/core/cluster/status.ts`. */
export const statuses: readonly ClusterStatus[] = [
  "Degraded",
  "Stalled",
  "Unknown",
  "Progressing",
  "OutOfSync",
  "Suspended",
  "Synced",
];
