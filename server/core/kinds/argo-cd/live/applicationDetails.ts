import { conditionsIn } from "../../../cluster/conditions.ts";
import type { LiveCondition, LiveHistoryEntry, ManagedResource } from "../../../cluster/liveKind.ts";
import {
  itemsAt,
  type Json,
  jsonAt,
  keyText,
  type LiveObject,
  type ObjectKey,
  textAt,
} from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import { revisionOf } from "../../../cluster/revision.ts";
import type { Status } from "../../../cluster/status.ts";

/** Conditions of an Application: their presence says everything, the end of their name how bad it is. */
export function applicationConditions(object: LiveObject): readonly LiveCondition[] {
  return conditionsIn(object).map(({ observedGeneration: _, ...condition }) => ({
    ...condition,
    severity: condition.type.endsWith("Error") ? "error" : "warning",
  }));
}

/** Past syncs, newest first (argo-cd RevisionHistory; the controller appends). */
export function applicationHistory(object: LiveObject): readonly LiveHistoryEntry[] {
  return itemsAt(object.status, "history").toReversed().flatMap(historyEntry);
}

function historyEntry(entry: Json): readonly LiveHistoryEntry[] {
  const id = jsonAt(entry, "id");
  if (typeof id !== "number") return [];
  const by = textAt(entry, "initiatedBy", "username");
  const isAutomated = jsonAt(entry, "initiatedBy", "automated") === true;
  return [
    present({
      id: String(id),
      revision: historyRevision(entry),
      when: textAt(entry, "deployedAt"),
      detail: by ? `by ${by}` : isAutomated ? "by auto-sync" : undefined,
    }),
  ];
}

function historyRevision(entry: Json): string {
  const several = itemsAt(entry, "revisions").flatMap((each, at) =>
    typeof each === "string" ? [revisionOf(textAt(entry, "sources", at, "targetRevision"), each)] : [],
  );
  if (several.length > 0) return several.join(", ");
  return revisionOf(textAt(entry, "source", "targetRevision"), textAt(entry, "revision") ?? "");
}

/** The managed objects: how each is doing, and what the last operation said about it where that went wrong. */
export function applicationResources(object: LiveObject): readonly ManagedResource[] {
  const failures = new Map(failedResults(object).map((each) => [keyText(each.key), each.message]));
  const listed = itemsAt(object.status, "resources").map((entry) => {
    const key = resourceKey(entry);
    const failure = failures.get(keyText(key));
    failures.delete(keyText(key));
    return resource(entry, key, failure);
  });
  const others = failedResults(object).filter(({ key }) => failures.has(keyText(key)));
  return [...listed, ...others.map(({ key, message }) => failed(key, message))];
}

function resource(entry: Json, key: ObjectKey, failure: string | undefined): ManagedResource {
  const sync = textAt(entry, "status");
  const health = textAt(entry, "health", "status");
  const pruning = jsonAt(entry, "requiresPruning") === true ? "Requires pruning" : undefined;
  const words = [sync, health, failure === undefined ? undefined : "SyncFailed", pruning];
  const status = failure === undefined ? resourceStatus(sync, health) : "Degraded";
  const message = failure ?? textAt(entry, "health", "message");
  return present({ ...key, status, words: words.filter((each) => each !== undefined), message });
}

function failed(key: ObjectKey, message: string): ManagedResource {
  return { ...key, status: "Degraded", words: ["SyncFailed"], message };
}

/** Health is missing when the controller keeps it elsewhere (`resourceHealthSource: appTree`); sync status decides then. */
function resourceStatus(sync: string | undefined, health: string | undefined): Status | undefined {
  if (health === "Degraded" || health === "Missing") return "Degraded";
  if (health === "Progressing") return "Progressing";
  if (sync === "OutOfSync") return "OutOfSync";
  if (health === "Suspended") return "Suspended";
  if (health === "Unknown" || sync === "Unknown") return "Unknown";
  return sync === "Synced" ? "Synced" : undefined;
}

/** What the last operation could not do, by object (argo-cd ResourceResult): while it failed, or is being tried again. */
function failedResults(object: LiveObject): readonly { readonly key: ObjectKey; readonly message: string }[] {
  if (textAt(object.status, "operationState", "phase") === "Succeeded") return [];
  return itemsAt(object.status, "operationState", "syncResult", "resources").flatMap((entry) => {
    const hookPhase = textAt(entry, "hookPhase");
    const isFailed = textAt(entry, "status") === "SyncFailed" || hookPhase === "Failed" || hookPhase === "Error";
    return isFailed ? [{ key: resourceKey(entry), message: textAt(entry, "message") ?? "The sync failed." }] : [];
  });
}

/** The identity of an entry of `status.resources` or of a sync result. */
export function resourceKey(entry: Json): ObjectKey {
  return {
    group: textAt(entry, "group") ?? "",
    kind: textAt(entry, "kind") ?? "",
    namespace: textAt(entry, "namespace") ?? "",
    name: textAt(entry, "name") ?? "",
  };
}
