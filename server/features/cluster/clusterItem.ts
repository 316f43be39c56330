import { textAt } from "../../core/cluster/liveObject.ts";
import { present } from "../../core/cluster/present.ts";
import { shortRevision } from "../../core/cluster/revision.ts";
import type { ClusterItem, ClusterObjectId } from "../../protocol/cluster.ts";
import type { FoundObject } from "./namesakes.ts";

/** The identity of a live object as the editor names it. */
export function idOf({ context, key }: Pick<FoundObject, "context" | "key">): ClusterObjectId {
  return { context, group: key.group, kind: key.kind, namespace: key.namespace, name: key.name };
}

/** A live object as a line of a list. */
export function itemOf(found: Pick<FoundObject, "context" | "key" | "status" | "object" | "live">): ClusterItem {
  const { live, object, status } = found;
  return present({
    ...idOf(found),
    role: live.role,
    title: live.title,
    status: status.status,
    words: status.words,
    message: firstLine(status.message),
    revision: status.revision === undefined ? undefined : shortRevision(status.revision),
    since: status.since,
    project: object && live.projectOf(object),
    webPath: object && textAt(live.facts(object), "webPath"),
  });
}

/** Longest line of a message in a list. */
const longestLine = 200;

function firstLine(message: string | undefined): string | undefined {
  const line = message?.trim().split("\n", 1)[0];
  if (!line) return undefined;
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}
