import { type Condition, type ConditionMeanings, conditionIn, conditionOf } from "../../../cluster/conditions.ts";
import type { LiveContext } from "../../../cluster/liveKind.ts";
import { jsonAt, type LiveObject } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import type { LiveStatus, Status } from "../../../cluster/status.ts";

/** A finding of one of the questions that are asked one after the other. */
export interface Verdict {
  readonly status: Status;
  /** The word of the controller; absent: the reason of `condition`. */
  readonly word?: string;
  readonly condition?: Condition | undefined;
  readonly message?: string | undefined;
  readonly since?: string | undefined;
}

/** A question about an object; undefined when it decides nothing. */
export type Question = (object: LiveObject, context: LiveContext) => Verdict | undefined;

/** The status by the first question that has an answer; `revision` is what the controller has applied or fetched. */
export function firstVerdict(
  questions: readonly Question[],
  revision: (object: LiveObject) => string | undefined,
): (object: LiveObject, context: LiveContext) => LiveStatus {
  return (object, context) => {
    const found = questions.map((question) => question(object, context)).find((each) => each !== undefined);
    const { status, word, condition, message, since }: Verdict = found ?? { status: "Unknown" };
    const said = word ?? condition?.reason;
    return present({
      status,
      words: said === undefined ? [] : [said],
      message: message ?? condition?.message,
      since: since ?? condition?.since,
      revision: revision(object),
    });
  };
}

/** It is being deleted: the controller removes what it made first. */
export const deleting: Question = ({ metadata }) =>
  metadata.deletionTimestamp === undefined
    ? undefined
    : { status: "Progressing", word: "Deleting", message: "It is being deleted.", since: metadata.deletionTimestamp };

/** `spec.suspend`; the conditions of suspended objects are old, so this is asked before them. */
export const suspended: Question = (object) => {
  if (!isSuspended(object)) return undefined;
  const ready = conditionOf(object, "Ready");
  return { status: "Suspended", word: "Suspended", message: "Reconciliation is suspended.", since: ready?.since };
};

/** Nothing will happen without a change. */
export const stalled: Question = (object) => answer("Stalled", conditionIn(object, "Stalled", "True"));

/** Not ready, but only because something else is not ready yet. */
export function waitingFor(...reasons: readonly string[]): Question {
  return (object) => {
    const ready = conditionIn(object, "Ready", "False");
    return reasons.includes(ready?.reason ?? "") ? answer("Progressing", ready) : undefined;
  };
}

/** A condition has a status that is bad. */
export function bad(type: string, status: "True" | "False"): Question {
  return (object) => answer("Degraded", conditionIn(object, type, status));
}

/** The controller is at work, or has not seen the latest spec. */
export const reconciling: Question = (object) => {
  const under = conditionIn(object, "Reconciling", "True") ?? conditionIn(object, "Ready", "Unknown");
  if (under) return answer("Progressing", under);
  return isObserved(object)
    ? undefined
    : { status: "Progressing", word: "Reconciling", message: "The latest change is being taken up." };
};

/** Everything is as wanted. */
export const ready: Question = (object) => {
  const found = conditionIn(object, "Ready", "True");
  return found && { status: "Synced", word: "Ready", condition: found };
};

/** A verdict by a condition; undefined without it. */
export function answer(status: Status, condition: Condition | undefined): Verdict | undefined {
  return condition && { status, condition };
}

/** Whether `spec.suspend` is set. */
export function isSuspended(object: LiveObject): boolean {
  return jsonAt(object.spec, "suspend") === true;
}

/** Whether the controller has finished with the latest spec; it says so only once it is ready or stalled. */
export function isObserved(object: LiveObject): boolean {
  const observed = jsonAt(object.status, "observedGeneration");
  return (
    typeof observed !== "number" || object.metadata.generation === undefined || observed === object.metadata.generation
  );
}

/** What conditions of Flux mean (fluxcd/pkg apis/meta and the api packages of its controllers, Flux 2.9). */
export const fluxMeanings: ConditionMeanings = {
  negative: new Set([
    "Reconciling",
    "Stalled",
    "FetchFailed",
    "ArtifactOutdated",
    "BuildFailed",
    "StorageOperationFailed",
    "IncludeUnavailable",
    "Drifted",
    "Remediated",
  ]),
  news: new Set(["Reconciling"]),
  mild: new Set(["ArtifactOutdated", "Drifted"]),
  passing: new Set(["DependencyNotReady", "SourceNotReady", "Progressing", "ProgressingWithRetry"]),
};
