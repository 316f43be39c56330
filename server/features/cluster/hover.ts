import type { LiveCondition, LiveHistoryEntry, ManagedResource } from "../../core/cluster/liveKind.ts";
import { identityIn } from "../../core/cluster/matching.ts";
import { timeAgo } from "../../core/cluster/relativeTime.ts";
import { shortRevision } from "../../core/cluster/revision.ts";
import { touches } from "../../core/text/span.ts";
import { displayPath } from "../../core/text/uri.ts";
import type { Environment } from "../environment.ts";
import { manifestAt, type PositionRequest } from "../manifestPlace.ts";
import { type Delivery, deliveredResource, deliveriesOf, revisionBehind } from "./deliveries.ts";
import { deliveryWords, ownedWords, revisionWords } from "./deliveryWords.ts";
import { clusterTime, liveObjectsOf } from "./liveObjects.ts";
import type { FoundObject } from "./namesakes.ts";

const shownHistory = 3;
const shownDeliveries = 5;
const longestMessage = 300;

/** What the connected clusters say about an object, on its kind and its name, as Markdown; undefined elsewhere. */
export function liveMarkdown(environment: Environment, request: PositionRequest): string | undefined {
  if (environment.cluster.connections.length === 0) return undefined;
  const place = manifestAt(environment.index, request);
  if (!place) return undefined;
  const { manifest } = place.declared;
  const isOnHead = [manifest.kind, manifest.name].some((node) => node && touches(node, place.offset));
  if (!isOnHead) return undefined;
  const declared = identityIn(manifest);
  const deliveries = deliveriesOf(environment, manifest.uri);
  const own = liveObjectsOf(environment, declared).map((each) => objectMarkdown(each, deliveries, environment));
  const told = deliveries.flatMap((each) =>
    deliveryMarkdown(each, deliveredResource(each.deliverer, declared, environment.index)),
  );
  const more = told.length - shownDeliveries;
  const parts = [...own, ...told.slice(0, shownDeliveries), ...(more > 0 ? [`Delivered by ${more} more`] : [])];
  return parts.length > 0 ? parts.join("\n\n---\n\n") : undefined;
}

/** What the deliverer of the file says about the object, and what nobody expects of the delivery. */
function deliveryMarkdown(
  { deliverer: { live, key, context, provenance }, other }: Delivery,
  resource: ManagedResource | undefined,
): readonly string[] {
  const unexpected = deliveryWords(provenance?.remote, other);
  const { words = [], message } = resource ?? {};
  if (words.length === 0 && message === undefined && unexpected === undefined) return [];
  const how = unexpected === undefined ? "" : `, ${escaped(unexpected)}`;
  const state = words.length > 0 ? `${unexpected === undefined ? ":" : "."} ${words.join(", ")}` : "";
  const said = message === undefined ? "" : `\n\n${escaped(shortened(message))}`;
  return [`Delivered by the ${live.title} **${key.name}** in \`${context}\`${how}${state}${said}`];
}

function objectMarkdown(found: FoundObject, deliveries: readonly Delivery[], environment: Environment): string {
  const { context, key, status, object, live, connection } = found;
  const now = clusterTime(environment, connection);
  const words = status.words.join(", ");
  const head = [
    `**${status.status}**`,
    words === status.status ? "" : words,
    ownedWords(environment, found) ?? "",
    status.revision === undefined ? "" : `\`${shortRevision(status.revision)}\``,
    timeAgo(status.since, now) ?? "",
  ];
  const place = key.namespace === "" ? "" : `, namespace \`${key.namespace}\``;
  const stale = timeAgo(connection.staleSince, environment.now());
  const parts = [
    `Live in \`${context}\`${place}${stale === undefined ? "" : ` (last seen ${stale})`}`,
    head.filter((part) => part !== "").join(" · "),
    originMarkdown(found, deliveries, environment),
    status.message === undefined ? "" : escaped(shortened(status.message)),
    object ? conditionTable(live.conditionsOf(object), now) : "",
    object ? historyList(live.historyOf(object), now) : "",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Why the object may be another than the file on screen says. */
function originMarkdown(found: FoundObject, deliveries: readonly Delivery[], { index }: Environment): string {
  const other = revisionBehind(found, deliveries);
  const rivals = (found.rivals ?? []).map((uri) => `\`${displayPath(uri, index.folders)}\``);
  const lines = [
    other === undefined ? "" : `Deployed ${escaped(revisionWords(other))}.`,
    rivals.length === 0 ? "" : `It comes from this file or from ${rivals.join(" or ")}: nothing tells which.`,
  ];
  return lines.filter((line) => line !== "").join(" ");
}

function conditionTable(conditions: readonly LiveCondition[], now: number): string {
  if (conditions.length === 0) return "";
  const rows = conditions.map(({ type, status, reason = "", message = "", since }) => {
    const cells = [type, status, reason, shortened(message), timeAgo(since, now) ?? ""];
    return `| ${cells.map((cell) => escaped(cell).replaceAll("\n", " ")).join(" | ")} |`;
  });
  return ["| Condition | Status | Reason | Message | Since |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

function historyList(history: readonly LiveHistoryEntry[], now: number): string {
  const lines = history.slice(0, shownHistory).map(({ revision, when, detail }) => {
    const parts = [`\`${shortRevision(revision)}\``, timeAgo(when, now), detail && escaped(detail)];
    return `- ${parts.filter((part) => part !== undefined && part !== "").join(" · ")}`;
  });
  return lines.length > 0 ? ["History", lines.join("\n")].join("\n\n") : "";
}

function shortened(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}

/** Messages of controllers are text, not Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, "\\$&");
}
