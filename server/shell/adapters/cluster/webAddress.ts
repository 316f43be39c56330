import { textAt } from "../../../core/cluster/liveObject.ts";
import { liveKindOf } from "../../../core/kinds/liveKinds.ts";
import type { ClusterObjectId } from "../../../protocol/cluster.ts";
import type { Connection } from "./connection.ts";
import type { Found } from "./messages.ts";
import { placeOf, readObject } from "./readObject.ts";

/** The address of the web interface for an object, as its controller is told it in the cluster; read when somebody asks. */
export async function webAddressOf(connection: Connection, id: ClusterObjectId): Promise<Found<string>> {
  const object = connection.state.find(id);
  const kept = object && liveKindOf(id)?.webAddress?.(object);
  if (!kept) {
    const why = object ? "has no page in a web interface" : "is not there any more";
    return { kind: "missing", reason: `${id.kind} ${id.name} ${why}.` };
  }
  const { target, path: field } = kept;
  const place = placeOf(target);
  const answer = await readObject(connection, target);
  if (answer?.kind !== "ok") {
    return { kind: "missing", reason: `${place} cannot be read: ${answer?.message ?? "no answer"}` };
  }
  const value = textAt(answer.body, ...field)?.trim();
  if (value) return { kind: "found", value };
  return { kind: "missing", reason: `${place} has no \`${field.join(".")}\`.` };
}
