import type { LiveCondition, LiveHistoryEntry, ManagedResource } from "../../core/cluster/liveKind.ts";
import { identityIn } from "../../core/cluster/matching.ts";
import { timeAgo } from "../../core/cluster/relativeTime.ts";
import { shortRevision } from "../../core/cluster/revision.ts";
import { touches } from "../../core/text/span.ts";
import type { Environment } from "../environment.ts";
import { manifestAt, type PositionRequest } from "../manifestPlace.ts";
import { deliveredResource, deliverersOf } from "./deliveries.ts";
import { clusterTime, type FoundObject, liveObjectsOf } from "./liveObjects.ts";

const shownHistory = 3;
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
  const own = liveObjectsOf(environment, declared).map((each) => objectMarkdown(each, environment));
  const told = deliverersOf(environment, manifest.uri).flatMap((each) =>
    deliveryMarkdown(each, deliveredResource(each, declared, environment.index)),
  );
  const parts = [...own, ...told];
  return parts.length > 0 ? parts.join("\n\n---\n\n") : undefined;
}

/** What the deliverer of the file says about the object. */
function deliveryMarkdown(
  { live, key, context }: FoundObject,
  resource: ManagedResource | undefined,
): readonly string[] {
  if (!resource || (resource.words.length === 0 && resource.message === undefined)) return [];
  const message = resource.message === undefined ? "" : `\n\n${escaped(shortened(resource.message))}`;
  const words = resource.words.length > 0 ? `: ${resource.words.join(", ")}` : "";
  return [`Delivered by the ${live.title} **${key.name}** in \`${context}\`${words}${message}`];
}

function objectMarkdown(found: FoundObject, environment: Environment): string {
  const { context, key, status, object, live, connection } = found;
  const now = clusterTime(environment, connection);
  const words = status.words.join(", ");
  const head = [
    `**${status.status}**`,
    words === status.status ? "" : words,
    status.revision === undefined ? "" : `\`${shortRevision(status.revision)}\``,
    timeAgo(status.since, now) ?? "",
  ];
  const place = key.namespace === "" ? "" : `, namespace \`${key.namespace}\``;
  const stale = timeAgo(connection.staleSince, environment.now());
  const parts = [
    `Live in \`${context}\`${place}${stale === undefined ? "" : ` (last seen ${stale})`}`,
    head.filter((part) => part !== "").join(" · "),
    status.message === undefined ? "" : escaped(shortened(status.message)),
    object ? conditionTable(live.conditionsOf(object), now) : "",
    object ? historyList(live.historyOf(object), now) : "",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
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
