import type { ActionStep, Completion } from "../../../cluster/action.ts";
import type { ActionPermission, LiveAction } from "../../../cluster/liveKind.ts";
import { itemsAt, type JsonObject, jsonAt, keyOf, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { makeAction, minutes, patchObject, patchStatus, readVersion, waitFor } from "../../../cluster/makeAction.ts";
import { driftWarnings } from "../../ownership.ts";
import {
  isAborted,
  isFullyPromoted,
  isInconclusive,
  isObserved,
  isPausedBySpec,
  pauseReasons,
  phaseOf,
  stepCount,
  stepIndex,
} from "./rolloutState.ts";

const patience = {
  timeout: minutes(10),
  onTimeout: "Look at the pods of its new version, and at its analysis runs.",
};

/** Goes on from a pause, or one step of the canary further (argo-rollouts cmd/promote). */
export const promote: LiveAction = makeAction({
  id: "rollouts.promote",
  title: "Promote",
  permissions: statusAndPerhapsSpec,
  refusal: (object) => {
    if (isAborted(object)) return "It was aborted. Retry it first.";
    if (isPausedBySpec(object) || statusPatch(object)) return undefined;
    return "Nothing waits to be promoted: it is neither paused nor between the steps of a canary.";
  },
  plan: (object) => ({
    effect: promoteEffect(object),
    warnings: isPausedBySpec(object) ? driftWarnings(object, "spec.paused") : [],
    steps: promoteSteps(object, statusPatch(object), (now) => promoteCompletion(now, object)),
  }),
});

/** Skips all steps, pauses and analyses that are left. */
export const promoteFull: LiveAction = makeAction({
  id: "rollouts.promoteFull",
  title: "Promote Fully",
  permissions: statusAndPerhapsSpec,
  refusal: (object) => {
    if (isAborted(object)) return "It was aborted. Retry it first.";
    return isFullyPromoted(object) ? "It is fully promoted already: all pods are of the newest version." : undefined;
  },
  plan: (object) => ({
    effect: "Skips all steps, pauses and analyses that are left, and moves everything to the new version",
    warnings: [
      "No analysis checks the new version any more.",
      ...(isPausedBySpec(object) ? driftWarnings(object, "spec.paused") : []),
    ],
    steps: promoteSteps(object, { promoteFull: true }, fullCompletion),
  }),
});

function statusAndPerhapsSpec(object: LiveObject): readonly ActionPermission[] {
  const status: ActionPermission = { verb: "patch", subresource: "status" };
  return isPausedBySpec(object) ? [status, { verb: "patch" }] : [status];
}

/** The status first, as it is guarded by the version that was read; then `spec.paused`, which cannot be wrong. */
function promoteSteps(
  object: LiveObject,
  status: JsonObject | undefined,
  completion: (now: LiveObject) => Completion,
): readonly ActionStep[] {
  return [
    ...(status ? [patchStatus(object, { metadata: readVersion(object), status })] : []),
    ...(isPausedBySpec(object) ? [patchObject(object, { spec: { paused: false } })] : []),
    waitFor(keyOf(object), completion, patience),
  ];
}

/** Clears the pause or takes a step, never both: the controller takes the step after a pause itself. */
function statusPatch(object: LiveObject): JsonObject | undefined {
  const index = stepIndex(object);
  const next = index === undefined ? undefined : Math.min(index + 1, stepCount(object));
  if (isInconclusive(object)) {
    const step = next === undefined ? {} : { currentStepIndex: next };
    return { pauseConditions: null, controllerPause: false, ...step };
  }
  if (pauseReasons(object).length > 0) return { pauseConditions: null };
  const isUnderWay = index !== undefined && index < stepCount(object) && !isPausedBySpec(object);
  return isUnderWay && next !== undefined ? { pauseConditions: null, currentStepIndex: next } : undefined;
}

function promoteEffect(object: LiveObject): string {
  const index = stepIndex(object);
  const steps = stepCount(object);
  if (index !== undefined && index < steps) return `Goes on from step ${index + 1} of ${steps} of the canary`;
  return isPausedBySpec(object) ? "Goes on from the pause" : "Moves the traffic to the new version";
}

function promoteCompletion(now: LiveObject, before: LiveObject): Completion {
  const message = textAt(now.status, "message") ?? "";
  if (!isObserved(now) || isPausedBySpec(now)) return { state: "waiting", note: message };
  if (phaseOf(now) === "Degraded") return { state: "failed", message: message || "It is degraded." };
  const times = (object: LiveObject): string =>
    itemsAt(object.status, "pauseConditions")
      .map((each) => textAt(each, "startTime") ?? "")
      .join();
  const isPausedStill = times(now) !== "" && times(now) === times(before);
  const isFurther = stepIndex(now) !== stepIndex(before) || phaseOf(now) !== "Paused";
  if (isPausedStill || !isFurther) return { state: "waiting", note: message };
  if (phaseOf(now) === "Healthy") return { state: "succeeded", message: "Promoted; all pods are of the new version." };
  const index = stepIndex(now);
  return {
    state: "succeeded",
    message: index === undefined ? "Promoted." : `Promoted; at step ${index + 1} of ${stepCount(now)}.`,
  };
}

function fullCompletion(now: LiveObject): Completion {
  const message = textAt(now.status, "message") ?? "";
  if (!isObserved(now)) return { state: "waiting", note: message };
  if (phaseOf(now) === "Degraded") return { state: "failed", message: message || "It is degraded." };
  const isDone = phaseOf(now) === "Healthy" && isFullyPromoted(now) && jsonAt(now.status, "promoteFull") !== true;
  return isDone
    ? { state: "succeeded", message: "Promoted; all pods are of the new version." }
    : { state: "waiting", note: message };
}
