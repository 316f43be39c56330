import type { LiveKind } from "../../../core/cluster/liveKind.ts";
import { type LiveObject, textAt } from "../../../core/cluster/liveObject.ts";
import { present } from "../../../core/cluster/present.ts";
import { shortRevision } from "../../../core/cluster/revision.ts";
import type { LiveStatus } from "../../../core/cluster/status.ts";
import type { ClusterItem, ClusterObjectId } from "../../../protocol/cluster.ts";

/** Longest first line of a message in a list. */
const longestLine = 200;

/** A live object as a line of a list. */
export function clusterItem(id: ClusterObjectId, object: LiveObject, kind: LiveKind, status: LiveStatus): ClusterItem {
  const { context, group, kind: name, namespace } = id;
  const line = status.message?.trim().split("\n")[0];
  return present({
    context,
    group,
    kind: name,
    namespace,
    name: id.name,
    role: kind.role,
    title: kind.title,
    status: status.status,
    words: status.words,
    message: line && line.length > longestLine ? `${line.slice(0, longestLine)}…` : line || undefined,
    revision: status.revision === undefined ? undefined : shortRevision(status.revision),
    since: status.since,
    project: kind.projectOf(object),
    webPath: textAt(kind.facts(object), "webPath"),
  });
}
