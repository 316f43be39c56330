import { keyOf, keyText, type LiveObject, type ObjectKey } from "../../server/core/cluster/liveObject.ts";
import { plainPath } from "../../server/core/cluster/sourceDirectories.ts";
import { liveKindOf } from "../../server/core/kinds/liveKinds.ts";
import { provenanceOf } from "../../server/core/kinds/provenance.ts";
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
      const kind = liveKindOf(key);
      const provenance = kind && provenanceOf(object, kind);
      return status ? [{ context, key, status, object, ...(provenance && { provenance }) }] : [];
    }),
  );
  return {
    contexts: [],
    connections: Object.keys(contexts).map((context) => connectionOf(context, changes)),
    revision: 0,
    find: (key) => {
      count.lookUps++;
      return known.filter((each) => keyText(each.key) === keyText(key));
    },
    objectsOf: ({ group, kind }) => known.filter(({ key }) => key.group === group && key.kind === kind),
    isComplete: () => true,
    ownedBy: (context, owner) => {
      const owned = known.filter((each) => each.context === context && each.provenance?.owner !== undefined);
      const mine = owned.filter(({ provenance }) => provenance?.owner && keyText(provenance.owner) === keyText(owner));
      const groups = [...Map.groupBy(mine, ({ status }) => status.status)];
      return new Map(groups.map(([status, all]) => [status, all.length]));
    },
    takersOf: (path) =>
      known.filter(({ provenance }) =>
        provenance?.sources?.some((source) => source.path !== undefined && plainPath(source.path) === path),
      ),
    takersRevision: 0,
    follow: () => undefined,
    lookUps: () => count.lookUps,
  };
}

/** A connected cluster that has an object for every key that anybody asks for, each in trouble. */
export function crowdedCluster(): Cluster {
  const status = {
    conditions: [{ type: "Ready", status: "False", reason: "BuildFailed", message: "source 1 of 2: path not found" }],
    resources: [{ kind: "ConfigMap", name: "a", status: "OutOfSync", health: { status: "Degraded", message: "x" } }],
    history: [{ id: 1, revision: "a", chartVersion: "1.0.0" }],
    artifact: { revision: "main@sha1:0" },
    plan: { pending: "plan-main-0" },
  };
  return {
    ...memoryCluster({ crowded: [] }),
    find: (key) => {
      const { group, kind, namespace, name } = key;
      const object: LiveObject = { apiVersion: `${group}/v1`, kind, metadata: { name, namespace }, spec: {}, status };
      const known = liveKindOf(key)?.statusOf(object, { lookup: { find: () => undefined }, now: clusterNow });
      return known ? [{ context: "crowded", key, status: known, object }] : [];
    },
  };
}
