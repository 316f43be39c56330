import { itemsAt, type Json, jsonAt, type ObjectKey, textAt } from "../../../core/cluster/liveObject.ts";
import { present } from "../../../core/cluster/present.ts";
import type { ClusterEvent } from "../../../protocol/cluster.ts";
import type { Session } from "./session.ts";

/** An event, and what tells this state of it from all others: an event that happens again is changed, not made anew. */
export interface FoundEvent {
  readonly event: ClusterEvent;
  readonly mark: string;
}

/** The events about an object, the newest first, or why they cannot be read. */
export type FoundEvents =
  | { readonly kind: "found"; readonly events: readonly FoundEvent[] }
  | { readonly kind: "missing"; readonly reason: string };

/** Reads the events about an object. */
export async function readEvents(
  session: Session | undefined,
  { kind, namespace, name }: ObjectKey,
): Promise<FoundEvents> {
  if (!session) return { kind: "missing", reason: "Not connected." };
  const selector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
  // Events about objects of the cluster are kept in `default`.
  const path = `/api/v1/namespaces/${namespace || "default"}/events?limit=500&fieldSelector=${encodeURIComponent(selector)}`;
  const answer = await session.ask({ method: "GET", path });
  if (answer.kind !== "ok") return { kind: "missing", reason: answer.message };
  const events = itemsAt(answer.body, "items").map(
    (item): FoundEvent => ({
      event: readEvent(item),
      mark: `${textAt(item, "metadata", "uid") ?? ""} ${textAt(item, "metadata", "resourceVersion") ?? ""}`,
    }),
  );
  events.sort((a, b) => (b.event.when ?? "").localeCompare(a.event.when ?? ""));
  return { kind: "found", events };
}

/** An event of core/v1, or of events.k8s.io/v1 as core/v1 shows it: the time is in one of three places. */
function readEvent(value: Json): ClusterEvent {
  const count = jsonAt(value, "count") ?? jsonAt(value, "series", "count");
  return present({
    type: textAt(value, "type") ?? "",
    reason: textAt(value, "reason") ?? "",
    message: (textAt(value, "message") ?? "").trim(),
    count: typeof count === "number" ? count : 1,
    when: textAt(value, "lastTimestamp") ?? textAt(value, "series", "lastObservedTime") ?? textAt(value, "eventTime"),
  });
}
