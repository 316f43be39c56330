import type { Completion } from "../../../cluster/action.ts";
import { conditionOf } from "../../../cluster/conditions.ts";
import type { LiveAction } from "../../../cluster/liveKind.ts";
import { keyOf, type LiveObject } from "../../../cluster/liveObject.ts";
import { makeAction, patchObject, waitFor } from "../../../cluster/makeAction.ts";
import { driftWarnings } from "../../ownership.ts";
import { isSuspended } from "./fluxStatus.ts";
import { fluxPatience, outcome } from "./reconcile.ts";

/** Stops the controller from reconciling an object. */
export const suspend: LiveAction = makeAction({
  id: "flux.suspend",
  title: "Suspend",
  refusal: (object) => (isSuspended(object) ? "It is suspended already." : undefined),
  plan: (object) => ({
    effect: "Suspends it: changes in Git wait, and nobody corrects changes in the cluster",
    warnings: driftWarnings(object, "spec.suspend"),
    steps: [patchObject(object, { spec: { suspend: true } })],
  }),
});

/** Lets the controller go on, and waits for what it makes of the latest state. */
export const resume: LiveAction = makeAction({
  id: "flux.resume",
  title: "Resume",
  refusal: (object) => (isSuspended(object) ? undefined : "It is not suspended."),
  plan: (object) => ({
    effect: "Resumes it: what has changed in Git meanwhile is applied now",
    warnings: driftWarnings(object, "spec.suspend"),
    steps: [patchObject(object, { spec: { suspend: false } }), waitFor(keyOf(object), resumeCompletion, fluxPatience)],
  }),
});

function resumeCompletion(now: LiveObject): Completion {
  if (isSuspended(now)) return { state: "waiting" };
  const result = outcome(now);
  const { observedGeneration } = conditionOf(now, "Ready") ?? {};
  // What failed before it was suspended is no result of this.
  const isOld = result.state === "failed" && observedGeneration !== now.metadata.generation;
  return isOld ? { state: "waiting", note: result.message } : result;
}
