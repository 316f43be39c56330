import { isJsonObject, keyOf, type LiveObject } from "../../../core/cluster/liveObject.ts";
import { maskSecret, objectYaml, withoutBookkeeping } from "../../../core/cluster/objectYaml.ts";
import { liveKindOf } from "../../../core/kinds/liveKinds.ts";
import { itemOf } from "../../../features/cluster/clusterItem.ts";
import type { ClusterDetails, ClusterEvent, ClusterObjectId } from "../../../protocol/cluster.ts";
import type { Connection } from "./connection.ts";
import { readEvents } from "./events.ts";
import { resolvePath } from "./kindResolver.ts";
import type { Found } from "./messages.ts";
import { parseJson } from "./parseJson.ts";

/** Events that are shown at most; the newest. */
const maximumEvents = 50;

/** Everything about a watched object: what its controller says, its events, and itself as YAML. */
export async function detailsOf(connection: Connection, id: ClusterObjectId): Promise<Found<ClusterDetails>> {
  const object = connection.state.find(id);
  const kind = liveKindOf(id);
  if (!object || !kind) {
    return {
      kind: "missing",
      reason: `${id.kind} ${id.name} is not in \`${id.context}\` any more, or is not watched there.`,
    };
  }
  const live = { lookup: connection.state, now: connection.clock.now() };
  const [events, yaml] = await Promise.all([eventsOf(connection, object), yamlOf(connection, object)]);
  const value: ClusterDetails = {
    item: itemOf({ context: id.context, key: keyOf(object), object, live: kind, status: kind.statusOf(object, live) }),
    conditions: kind.conditionsOf(object),
    history: kind.historyOf(object),
    resources: kind.resourcesOf(object),
    ...events,
    yaml,
  };
  return { kind: "found", value };
}

async function eventsOf(
  { session }: Connection,
  object: LiveObject,
): Promise<{ readonly events: readonly ClusterEvent[]; readonly eventsProblem?: string }> {
  const found = await readEvents(session, keyOf(object));
  if (found.kind === "missing") return { events: [], eventsProblem: found.reason };
  return { events: found.events.slice(0, maximumEvents).map(({ event }) => event) };
}

/** The object as the API server has it now; as it was last seen when it cannot be asked. */
async function yamlOf({ session, served }: Connection, object: LiveObject): Promise<string> {
  const path = served && (await resolvePath(served, keyOf(object)));
  const answer = path === undefined ? undefined : await session?.ask({ method: "GET", path });
  const body = answer?.kind === "ok" ? answer.body : parseJson(JSON.stringify(object));
  return isJsonObject(body) ? objectYaml(maskSecret(withoutBookkeeping(body), () => "••••••••")) : "";
}
