import { textAt } from "../../../core/cluster/liveObject.ts";
import { liveKindOf } from "../../../core/kinds/liveKinds.ts";
import type { ClusterObjectId, ClusterPlanText } from "../../../protocol/cluster.ts";
import type { Connection } from "./connection.ts";
import type { Found } from "./messages.ts";
import { placeOf, readObject } from "./readObject.ts";

/** The plan of an object as its controller wrote it down for people. */
export async function readablePlan(connection: Connection, id: ClusterObjectId): Promise<Found<ClusterPlanText>> {
  const object = connection.state.find(id);
  const plan = object && liveKindOf(id)?.planOf?.(object);
  if (!plan) return missing(object ? `${id.kind} makes no plans.` : `${id.kind} ${id.name} is not there any more.`);
  if (plan.kind === "none") return missing(plan.reason);
  const { target, key, name } = plan;
  const answer = await readObject(connection, target);
  const place = placeOf(target);
  if (answer?.kind !== "ok") return missing(`The plan cannot be read from ${place}: ${answer?.message ?? "no answer"}`);
  const text = textAt(answer.body, "data", key);
  if (text === undefined)
    return missing(`${place} has no \`${key}\`: the controller may not have written the plan yet.`);
  return { kind: "found", value: { name, place, text } };
}

function missing(reason: string): Found<ClusterPlanText> {
  return { kind: "missing", reason };
}
