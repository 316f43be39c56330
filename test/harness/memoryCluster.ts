import { keyOf, keyText, type LiveObject, type ObjectKey } from "../../server/core/cluster/liveObject.ts";
import { liveKindOf } from "../../server/core/kinds/liveKinds.ts";
import type { Cluster, KnownObject } from "../../server/features/cluster.ts";
import type { ClusterConnection } from "../../server/protocol/cluster.ts";

/** The moment at which features look at a {@link memoryCluster}: 2026-01-02T03:04:05Z. */
export const clusterNow = Date.parse("2026-01-02T03:04:05Z");

/** A connection that works. */
export function connectionOf(context: string, changes: Partial<ClusterConnection> = {}): ClusterConnection {
  return { context, state: "connected", isProtected: false, isReadOnly: false, kinds: [], ...changes };
}

/** Connected clusters whose objects are all at hand, by context; counts the look-ups. */
export function memoryCluster(
  contexts: Readonly<Record<string, readonly LiveObject[]>>,
  changes: Partial<ClusterConnection> = {},
): Cluster & { readonly lookUps: () => number } {
  const count = { lookUps: 0 };
  const known = Object.entries(contexts).flatMap(([context, objects]) =>
    objects.flatMap((object): readonly KnownObject[] => {
      const key = keyOf(object);
      const find = (wanted: ObjectKey): LiveObject | undefined =>
        objects.find((each) => keyText(keyOf(each)) === keyText(wanted));
      const status = liveKindOf(key)?.statusOf(object, { lookup: { find }, now: clusterNow });
      return status ? [{ context, key, status, object }] : [];
    }),
  );
  return {
    connections: Object.keys(contexts).map((context) => connectionOf(context, changes)),
    revision: 0,
    find: (key) => {
      count.lookUps++;
      return known.filter((each) => keyText(each.key) === keyText(key));
    },
    isComplete: () => true,
    follow: () => undefined,
    lookUps: () => count.lookUps,
  };
}
