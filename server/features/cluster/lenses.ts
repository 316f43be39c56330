import type { CodeLens, Command } from "vscode-languageserver-types";
import { identityIn } from "../../core/cluster/matching.ts";
import { timeAgo } from "../../core/cluster/relativeTime.ts";
import { shortRevision } from "../../core/cluster/revision.ts";
import type { Status } from "../../core/cluster/status.ts";
import type { DocumentEntry } from "../../core/manifest/document.ts";
import { clusterCommands } from "../../protocol/cluster.ts";
import { toRange } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { idOf } from "./clusterItem.ts";
import { type Delivery, deliveriesOf, revisionBehind } from "./deliveries.ts";
import { deliveryWords, deployersWords, ownedWords, revisionWords, rivalWords } from "./deliveryWords.ts";
import { clusterWords, contextsFor } from "./destinations.ts";
import { clusterTime, contextOf, liveObjectsOf } from "./liveObjects.ts";
import type { FoundObject } from "./namesakes.ts";

/** More live objects of one manifest than this are left to the views. */
const maximumObjects = 3;

/**
 * Lenses on the head of each manifest that has a live object: how it is doing, and what is usually done with it. Where a
 * file has none, they tell what nobody expects of its delivery: another cluster, or another revision.
 */
export function provideClusterLenses(environment: Environment, uri: string): readonly CodeLens[] {
  const { cluster, index, settings } = environment;
  const file = cluster.connections.length === 0 || settings().cluster?.lenses === false ? undefined : index.file(uri);
  if (!file) return [];
  const deliveries = deliveriesOf(environment, uri);
  const manifests = index.manifests(uri);
  const own = manifests.flatMap(({ manifest, ordinal }) => {
    const entry = file.entries[ordinal];
    const found = entry ? liveObjectsOf(environment, identityIn(manifest)).slice(0, maximumObjects) : [];
    return entry ? found.flatMap((each) => lensesOf(environment, entry, { found: each, deliveries })) : [];
  });
  const first = file.entries[manifests[0]?.ordinal ?? -1];
  return own.length > 0 || !first ? own : deliveryLenses(environment, first, deliveries);
}

interface Shown {
  readonly found: FoundObject;
  readonly deliveries: readonly Delivery[];
}

function lensesOf(environment: Environment, entry: DocumentEntry, shown: Shown): readonly CodeLens[] {
  const range = headOf(entry);
  const id = idOf(shown.found);
  const title = lensTitle(environment, shown);
  const status = { range, command: { title, command: clusterCommands.showObject, arguments: [id] } };
  const action = mainAction(environment, shown.found);
  if (!action) return [status];
  const command = { title: action.title, command: clusterCommands.runAction, arguments: [id, action.id] };
  return [status, { range, command }];
}

function headOf(entry: DocumentEntry): CodeLens["range"] {
  const start = entry.document.root?.start ?? 0;
  return toRange(entry, { start, end: start });
}

/** What deliverers do with the file, those that do the same together, and the way to the cluster they deliver to. */
function deliveryLenses(
  environment: Environment,
  entry: DocumentEntry,
  deliveries: readonly Delivery[],
): readonly CodeLens[] {
  const range = headOf(entry);
  const unexpected = deliveries.filter((each) => wordsOf(each) !== undefined);
  const alike = Map.groupBy(unexpected, (each) => `${each.deliverer.context} ${wordsOf(each)}`);
  const groups = [...alike.values()];
  const commands =
    groups.length > maximumObjects
      ? deliveryCommands(environment, unexpected, sharedWords(unexpected))
      : groups.flatMap((each) => deliveryCommands(environment, each, wordsOf(each[0])));
  return commands.map((command) => ({ range, command }));
}

function wordsOf(delivery: Delivery | undefined): string | undefined {
  return delivery && deliveryWords(delivery.deliverer.provenance?.remote, delivery.other);
}

/** What many deliverers have in common: a fleet of clusters gets one lens, not one for each. */
function sharedWords(deliveries: readonly Delivery[]): string {
  const remotes = deliveries.flatMap(({ deliverer }) => deliverer.provenance?.remote ?? []);
  const clusters = new Set(remotes.map(clusterWords));
  const revisions = new Set(deliveries.map(({ other }) => other && revisionWords(other)));
  const [revision] = revisions;
  const parts = [
    clusters.size > 0 ? `to ${clusters.size} other cluster${clusters.size === 1 ? "" : "s"}` : undefined,
    revisions.size === 1 ? revision : `from ${revisions.size} revisions`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

function deliveryCommands(
  environment: Environment,
  alike: readonly Delivery[],
  words: string | undefined,
): readonly Command[] {
  const [first] = alike;
  if (!first || words === undefined) return [];
  const { deliverer } = first;
  const remotes = alike.flatMap((each) => each.deliverer.provenance?.remote ?? []);
  const context = environment.cluster.connections.length > 1 ? `${deliverer.context} · ` : "";
  const who = deployersWords(alike.map((each) => each.deliverer));
  const title = `$(${remotes.length > 0 ? "cloud" : "git-branch"}) ${context}${who} this file ${words}`;
  const told = { title, command: clusterCommands.showObject, arguments: [idOf(deliverer)] };
  const ways = new Set(remotes.flatMap((remote) => contextsFor(environment, remote)));
  const connects = [...ways].slice(0, maximumObjects).map((name) => ({
    title: `Connect ${name}`,
    command: clusterCommands.connect,
    arguments: [name],
  }));
  return [told, ...connects];
}

function lensTitle(environment: Environment, { found, deliveries }: Shown): string {
  const { cluster, index, now } = environment;
  const { status, connection, context } = found;
  const words = status.words.length > 0 ? status.words.join(", ") : status.status;
  const stale = timeAgo(connection.staleSince, now());
  const other = revisionBehind(found, deliveries);
  const rivals = rivalWords(found, index);
  const parts = [
    cluster.connections.length > 1 ? context : undefined,
    words,
    ownedWords(environment, found),
    status.revision === undefined ? undefined : shortRevision(status.revision),
    timeAgo(status.since, clusterTime(environment, connection)),
    stale === undefined ? undefined : `last seen ${stale}`,
    other && `deployed ${revisionWords(other)}`,
    rivals && `${rivals}: nothing tells which`,
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
