import { conditionsIn } from "../../../cluster/conditions.ts";
import { itemsAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import { revisionOf } from "../../../cluster/revision.ts";
import type { LiveStatus, Status } from "../../../cluster/status.ts";
import { idleAutoSync } from "./autoSyncState.ts";

/** A finding of one of the questions that are asked one after the other. */
interface Verdict {
  readonly status: Status;
  readonly word?: string;
  readonly message?: string | undefined;
  readonly since?: string | undefined;
}

/** Annotation that makes the controller leave an Application alone (argo-cd common.AnnotationKeyAppSkipReconcile). */
export const skipReconcile = "argocd.argoproj.io/skip-reconcile";

/**
 * How an Application is doing. The first question that has an answer decides; words are those of Argo CD's own list: sync
 * status, health, and what is going on besides.
 */
export function applicationStatus(object: LiveObject): LiveStatus {
  const verdict = questions.map((question) => question(object)).find((each) => each !== undefined);
  const { status, word, message, since } = verdict ?? { status: "Unknown" };
  const words = [syncStatus(object), healthStatus(object), word].filter((each) => each !== undefined);
  return present({ status, words, message, since: since ?? lastChange(object), revision: syncedRevision(object) });
}

const questions: readonly ((object: LiveObject) => Verdict | undefined)[] = [
  deletion,
  operation,
  skipped,
  brokenSpec,
  badHealth,
  failedOperation,
  unknown,
  progressing,
  outOfSync,
  suspended,
  synced,
];

function deletion(object: LiveObject): Verdict | undefined {
  const since = object.metadata.deletionTimestamp;
  if (since === undefined) return undefined;
  const failure = conditionsIn(object).find(({ type }) => type === "DeletionError");
  if (failure) return { status: "Degraded", word: "Deleting", message: failure.message, since: failure.since };
  return { status: "Progressing", word: "Deleting", message: "It is being deleted.", since };
}

/** Whether an operation is requested or running. */
export function isOperating(object: LiveObject): boolean {
  const phase = operationPhase(object);
  return object.operation !== undefined || phase === "Running" || phase === "Terminating";
}

function operation(object: LiveObject): Verdict | undefined {
  if (!isOperating(object)) return undefined;
  const isRetrying = operationPhase(object) === "Running" && textAt(object.status, "operationState", "finishedAt");
  const word = operationPhase(object) === "Terminating" ? "Terminating" : isRetrying ? "Waiting to retry" : "Syncing";
  const message = textAt(object.status, "operationState", "message");
  return { status: "Progressing", word, message, since: textAt(object.status, "operationState", "startedAt") };
}

function skipped({ metadata }: LiveObject): Verdict | undefined {
  if (metadata.annotations?.[skipReconcile] !== "true") return undefined;
  return { status: "Suspended", word: "Skipped", message: `The annotation \`${skipReconcile}\` keeps Argo CD away.` };
}

const breaking = ["InvalidSpecError", "ComparisonError", "UnknownError"];

function brokenSpec(object: LiveObject): Verdict | undefined {
  const found = conditionsIn(object).find(({ type }) => breaking.includes(type));
  return found && { status: "Degraded", word: found.type, message: found.message, since: found.since };
}

function badHealth(object: LiveObject): Verdict | undefined {
  const health = healthStatus(object);
  const wasNeverSynced = itemsAt(object.status, "history").length === 0;
  if (health === "Missing" && wasNeverSynced) return { status: "OutOfSync", message: "It has never been synced." };
  if (health !== "Degraded" && health !== "Missing") return undefined;
  return { status: "Degraded", message: healthMessage(object), since: healthSince(object) };
}

/** The last sync failed, for the very revision that should be live now. */
function failedOperation(object: LiveObject): Verdict | undefined {
  const phase = operationPhase(object);
  if ((phase !== "Failed" && phase !== "Error") || syncStatus(object) === "Synced") return undefined;
  const tried = textAt(object.status, "operationState", "syncResult", "revision");
  const wanted = textAt(object.status, "sync", "revision");
  if (tried !== undefined && tried !== "" && wanted !== undefined && tried !== wanted) return undefined;
  const message = textAt(object.status, "operationState", "message");
  const since = textAt(object.status, "operationState", "finishedAt");
  return { status: "Degraded", word: `Sync ${phase === "Failed" ? "failed" : "error"}`, message, since };
}

function unknown(object: LiveObject): Verdict | undefined {
  const isKnown = [syncStatus(object), healthStatus(object)].every((each) => each !== undefined && each !== "Unknown");
  return isKnown ? undefined : { status: "Unknown", message: healthMessage(object) };
}

function progressing(object: LiveObject): Verdict | undefined {
  if (healthStatus(object) !== "Progressing") return undefined;
  return { status: "Progressing", message: healthMessage(object), since: healthSince(object) };
}

function outOfSync(object: LiveObject): Verdict | undefined {
  if (syncStatus(object) !== "OutOfSync") return undefined;
  const count = itemsAt(object.status, "resources").filter((each) => textAt(each, "status") === "OutOfSync").length;
  const message = count > 0 ? `${count} ${count === 1 ? "object differs" : "objects differ"} from Git.` : undefined;
  const said = [message, idleAutoSync(object)].filter((each) => each !== undefined);
  return { status: "OutOfSync", message: said.length > 0 ? said.join(" ") : undefined };
}

function suspended(object: LiveObject): Verdict | undefined {
  if (healthStatus(object) !== "Suspended") return undefined;
  return { status: "Suspended", message: healthMessage(object), since: healthSince(object) };
}

function synced(object: LiveObject): Verdict | undefined {
  const isGood = syncStatus(object) === "Synced" && healthStatus(object) === "Healthy";
  return isGood ? { status: "Synced" } : undefined;
}

function syncStatus(object: LiveObject): string | undefined {
  return textAt(object.status, "sync", "status");
}

function healthStatus(object: LiveObject): string | undefined {
  return textAt(object.status, "health", "status");
}

function healthMessage(object: LiveObject): string | undefined {
  return textAt(object.status, "health", "message");
}

function healthSince(object: LiveObject): string | undefined {
  return textAt(object.status, "health", "lastTransitionTime");
}

/** Phase of the last operation; with a finishing time, `Running` means that it waits to be tried again. */
export function operationPhase(object: LiveObject): string | undefined {
  return textAt(object.status, "operationState", "phase");
}

function lastChange(object: LiveObject): string | undefined {
  return textAt(object.status, "operationState", "finishedAt") ?? healthSince(object);
}

/** The revision that was compared last, with the branch or range that it stands for. */
function syncedRevision(object: LiveObject): string | undefined {
  const several = itemsAt(object.status, "sync", "revisions").flatMap((each, at) => {
    const wanted = textAt(object.spec, "sources", at, "targetRevision");
    const isValuesOnly = textAt(object.spec, "sources", at, "ref") !== undefined;
    return typeof each === "string" && !isValuesOnly ? [revisionOf(wanted, each)] : [];
  });
  if (several.length > 0) return several.join(", ");
  const single = textAt(object.status, "sync", "revision");
  if (!single) return undefined;
  const wanted =
    textAt(object.spec, "source", "targetRevision") ??
    textAt(object.spec, "sourceHydrator", "syncSource", "targetBranch");
  return revisionOf(wanted, single);
}
