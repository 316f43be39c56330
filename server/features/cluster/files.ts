import { statusesByUrgency } from "../../core/cluster/status.ts";
import { liveKinds } from "../../core/kinds/liveKinds.ts";
import type { ClusterFile } from "../../protocol/cluster.ts";
import type { Environment } from "../environment.ts";
import { itemOf } from "./clusterItem.ts";
import { liveObjectsOf } from "./liveObjects.ts";
import type { FoundObject } from "./namesakes.ts";

/** The files with a live object that is not as it should be, each with the most urgent one. */
export function provideClusterFiles(environment: Environment): readonly ClusterFile[] {
  const { cluster, index } = environment;
  if (cluster.connections.length === 0) return [];
  const worst = new Map<string, FoundObject>();
  const objects = liveKinds.flatMap(({ group, kind }) => index.objects({ group, kind }));
  for (const declared of objects) {
    const { uri } = declared;
    for (const found of liveObjectsOf(environment, declared)) {
      const known = worst.get(uri);
      if (found.status.status !== "Synced" && (!known || urgency(found) < urgency(known))) worst.set(uri, found);
    }
  }
  return [...worst].map(([uri, found]) => ({ uri, item: itemOf(found) }));
}

function urgency({ status }: FoundObject): number {
  return statusesByUrgency.indexOf(status.status);
}
