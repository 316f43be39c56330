import type { CodeLens } from "vscode-languageserver-types";
import { identityIn } from "../../core/cluster/matching.ts";
import { timeAgo } from "../../core/cluster/relativeTime.ts";
import { shortRevision } from "../../core/cluster/revision.ts";
import type { Status } from "../../core/cluster/status.ts";
import type { DocumentEntry } from "../../core/manifest/document.ts";
import { clusterCommands } from "../../protocol/cluster.ts";
import { toRange } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { idOf } from "./clusterItem.ts";
import { clusterTime, contextOf, type FoundObject, liveObjectsOf } from "./liveObjects.ts";

/** More live objects of one manifest than this are left to the views. */
const maximumObjects = 3;

/** Lenses on the head of each manifest that has a live object: how it is doing, and what is usually done with it. */
export function provideClusterLenses(environment: Environment, uri: string): readonly CodeLens[] {
  const { cluster, index, settings } = environment;
  const file = cluster.connections.length === 0 || settings().cluster?.lenses === false ? undefined : index.file(uri);
  if (!file) return [];
  return index.manifests(uri).flatMap(({ manifest, ordinal }) => {
    const entry = file.entries[ordinal];
    const found = entry ? liveObjectsOf(environment, identityIn(manifest)).slice(0, maximumObjects) : [];
    return entry ? found.flatMap((each) => lensesOf(environment, entry, each)) : [];
  });
}

function lensesOf(environment: Environment, entry: DocumentEntry, found: FoundObject): readonly CodeLens[] {
  const start = entry.document.root?.start ?? 0;
  const range = toRange(entry, { start, end: start });
  const id = idOf(found);
  const title = lensTitle(environment, found);
  const status = { range, command: { title, command: clusterCommands.showObject, arguments: [id] } };
  const action = mainAction(environment, found);
  if (!action) return [status];
  const command = { title: action.title, command: clusterCommands.runAction, arguments: [id, action.id] };
  return [status, { range, command }];
}

function lensTitle(environment: Environment, found: FoundObject): string {
  const { cluster, now } = environment;
  const { status, connection, context } = found;
  const words = status.words.length > 0 ? status.words.join(", ") : status.status;
  const stale = timeAgo(connection.staleSince, now());
  const parts = [
    cluster.connections.length > 1 ? context : undefined,
    words,
    status.revision === undefined ? undefined : shortRevision(status.revision),
    timeAgo(status.since, clusterTime(environment, connection)),
    stale === undefined ? undefined : `last seen ${stale}`,
  ];
  return `$(${icons[status.status]}) ${parts.filter((part) => part !== undefined && part !== "").join(" · ")}`;
}

const icons: Readonly<Record<Status, string>> = {
  Synced: "pass",
  OutOfSync: "warning",
  Progressing: "sync",
  Degraded: "error",
  Suspended: "debug-pause",
  Stalled: "circle-slash",
  Unknown: "question",
};

/** The first of the usual actions that is possible now; none in connections that only read. */
function mainAction(environment: Environment, { live, object, connection, context }: FoundObject) {
  if (!object || connection.isReadOnly || connection.state !== "connected") return undefined;
  return live.actions.find((action) => action.refusal(object, contextOf(environment, context)) === undefined);
}
