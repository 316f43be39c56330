import type { Completion } from "../../../cluster/action.ts";
import type { LiveAction } from "../../../cluster/liveKind.ts";
import { keyOf, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { makeAction, minutes, patchObject, patchStatus, readVersion, waitFor } from "../../../cluster/makeAction.ts";
import { driftWarnings } from "../../ownership.ts";
import { isAborted, isFullyPromoted, isObserved, isPausedBySpec, phaseOf } from "./rolloutState.ts";

const soon = { timeout: minutes(2), onTimeout: "See whether the controller of Argo Rollouts runs." };
const mayPatchStatus = (): ReturnType<LiveAction["permissions"]> => [{ verb: "patch", subresource: "status" }];

/** Gives the new version up and goes back to the stable one. */
export const abort: LiveAction = makeAction({
  id: "rollouts.abort",
  title: "Abort",
  permissions: mayPatchStatus,
  refusal: (object) => {
    if (isAborted(object)) return "It is aborted already.";
    return isFullyPromoted(object) ? "No update is under way: all pods are of the stable version." : undefined;
  },
  plan: (object) => ({
    effect: "Gives the new version up and moves everything back to the stable one",
    warnings: ["Git still asks for the new version: it stays Degraded until it is retried, or Git goes back too."],
    steps: [
      patchStatus(object, { metadata: readVersion(object), status: { abort: true } }),
      waitFor(keyOf(object), abortCompletion, soon),
    ],
  }),
});

function abortCompletion(now: LiveObject): Completion {
  const isDone = isAborted(now) && textAt(now.status, "abortedAt") !== undefined;
  return isDone ? { state: "succeeded", message: "Aborted; the stable version takes over." } : { state: "waiting" };
}

/** Begins an aborted update anew. */
export const retry: LiveAction = makeAction({
  id: "rollouts.retry",
  title: "Retry",
  permissions: mayPatchStatus,
  refusal: (object) => (isAborted(object) ? undefined : "It was not aborted; there is nothing to retry."),
  plan: (object) => ({
    effect: "Begins the update to the new version anew",
    steps: [
      patchStatus(object, { metadata: readVersion(object), status: { abort: false } }),
      waitFor(keyOf(object), retryCompletion, soon),
    ],
  }),
});

function retryCompletion(now: LiveObject): Completion {
  const isDone = !isAborted(now) && phaseOf(now) !== "Degraded";
  return isDone
    ? { state: "succeeded", message: `Under way again: ${phaseOf(now) ?? "Progressing"}.` }
    : { state: "waiting" };
}

/** Holds an update where it is. */
export const pause: LiveAction = makeAction({
  id: "rollouts.pause",
  title: "Pause",
  refusal: (object) => (isPausedBySpec(object) ? "It is paused already." : undefined),
  plan: (object) => pausing(object, true, "Holds the update where it is"),
});

/** Lets an update go on that somebody paused. */
export const resume: LiveAction = makeAction({
  id: "rollouts.resume",
  title: "Resume",
  refusal: (object) => {
    if (isPausedBySpec(object)) return undefined;
    return phaseOf(object) === "Paused" ? "It waits at a step, nobody paused it. Use Promote." : "It is not paused.";
  },
  plan: (object) => pausing(object, false, "Lets the update go on"),
});

function pausing(
  object: LiveObject,
  paused: boolean,
  effect: string,
): Omit<Extract<ReturnType<LiveAction["plan"]>, { kind: "plan" }>, "kind"> {
  const completion = (now: LiveObject): Completion =>
    isPausedBySpec(now) === paused && isObserved(now)
      ? { state: "succeeded", message: paused ? "Paused." : "Resumed." }
      : { state: "waiting" };
  return {
    effect,
    warnings: driftWarnings(object, "spec.paused"),
    destructive: false,
    steps: [patchObject(object, { spec: { paused } }), waitFor(keyOf(object), completion, soon)],
  };
}

/** Replaces all pods one after the other. */
export const restart: LiveAction = makeAction({
  id: "rollouts.restart",
  title: "Restart",
  plan: (object, _, { now }) => {
    const restartAt = new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
    const completion = (each: LiveObject): Completion => {
      const done = Date.parse(textAt(each.status, "restartedAt") ?? "") >= Date.parse(restartAt);
      return done ? { state: "succeeded", message: "All pods are new." } : { state: "waiting" };
    };
    return {
      effect: "Replaces all pods, one after the other",
      warnings: driftWarnings(object, "spec.restartAt"),
      steps: [
        patchObject(object, { spec: { restartAt } }),
        waitFor(keyOf(object), completion, {
          timeout: minutes(10),
          onTimeout: "Look at its pods: a disruption budget or a pod that does not start holds the restart up.",
        }),
      ],
    };
  },
});
