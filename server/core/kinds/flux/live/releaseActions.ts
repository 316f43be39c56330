import type { ActionStep, Completion } from "../../../cluster/action.ts";
import type { ActionContext, LiveAction } from "../../../cluster/liveKind.ts";
import { itemsAt, jsonAt, keyOf, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { makeAction, waitFor } from "../../../cluster/makeAction.ts";
import { fluxPatience, reconcileCompletion, requestedAt, suspendedRefusal } from "./reconcile.ts";

/** One install or upgrade although nothing changed (helm-controller v2 ForceRequestAnnotation). */
export const force: LiveAction = makeAction({
  id: "flux.force",
  title: "Force Release",
  refusal: suspendedRefusal,
  plan: (object, _, context) => ({
    effect: `${itemsAt(object.status, "history").length > 0 ? "Upgrades" : "Installs"} the release once, even though nothing has changed`,
    warnings: ["Hooks of the chart run again, and what its upgrade strategy recreates is recreated."],
    steps: requestSteps(object, "reconcile.fluxcd.io/forceAt", "lastHandledForceAt", context),
  }),
});

/** Forgets the failures, so that retries begin anew (helm-controller v2 ResetRequestAnnotation). */
export const reset: LiveAction = makeAction({
  id: "flux.reset",
  title: "Reset Failures",
  refusal: (object) => {
    const counts = ["failures", "installFailures", "upgradeFailures"].map((field) => jsonAt(object.status, field));
    const hasFailed = counts.some((count) => typeof count === "number" && count > 0);
    return suspendedRefusal(object) ?? (hasFailed ? undefined : "It counts no failures; there is nothing to reset.");
  },
  plan: (object, _, context) => ({
    effect: "Sets the counts of failures to zero and tries the release again",
    steps: requestSteps(object, "reconcile.fluxcd.io/resetAt", "lastHandledResetAt", context),
  }),
});

/** The value has to be that of the request to reconcile, otherwise the controller ignores it. */
function requestSteps(
  object: LiveObject,
  annotation: string,
  echo: string,
  { token }: ActionContext,
): readonly ActionStep[] {
  const target = keyOf(object);
  const completion = (now: LiveObject, written?: LiveObject): Completion => {
    const result = reconcileCompletion(now, token, written);
    const isEchoed = textAt(now.status, echo) === token;
    return result.state === "succeeded" && !isEchoed ? { state: "waiting", note: result.message } : result;
  };
  return [
    { type: "patch", target, body: { metadata: { annotations: { [requestedAt]: token, [annotation]: token } } } },
    waitFor(target, completion, fluxPatience),
  ];
}
