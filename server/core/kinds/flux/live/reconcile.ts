import type { ActionStep, Completion } from "../../../cluster/action.ts";
import { conditionOf } from "../../../cluster/conditions.ts";
import type { ActionContext, LiveAction } from "../../../cluster/liveKind.ts";
import { keyOf, type LiveObject, type ObjectKey, textAt } from "../../../cluster/liveObject.ts";
import { makeAction, minutes, type Patience, waitFor } from "../../../cluster/makeAction.ts";
import { shortRevision } from "../../../cluster/revision.ts";
import { isObserved, isSuspended } from "./fluxStatus.ts";

/** Annotation whose value names a request (fluxcd/pkg apis/meta ReconcileRequestAnnotation). */
export const requestedAt = "reconcile.fluxcd.io/requestedAt";

/** Asks the controller to look now. */
export const reconcile: LiveAction = makeAction({
  id: "flux.reconcile",
  title: "Reconcile",
  refusal: suspendedRefusal,
  plan: (object, _, context) => ({
    effect: "Reconciles it now",
    steps: reconcileSteps(keyOf(object), context),
  }),
});

/** Suspended objects answer no request. */
export function suspendedRefusal(object: LiveObject): string | undefined {
  return isSuspended(object) ? "It is suspended. Resume it first." : undefined;
}

/** Where to look when Flux does not finish in time. */
export const fluxPatience: Patience = {
  timeout: minutes(5),
  onTimeout:
    "Look at its conditions and events, and at the log of its controller: it may be busy, or waiting for health checks.",
};

/** Requests a reconciliation under the token of the action, and waits for its end. */
export function reconcileSteps(target: ObjectKey, { token }: ActionContext): readonly ActionStep[] {
  return [
    { type: "patch", target, body: { metadata: { annotations: { [requestedAt]: token } } } },
    waitFor(target, (now, written) => reconcileCompletion(now, token, written), fluxPatience),
  ];
}

/**
 * The request is handled and the result is there. Failing objects are retried for ever, so that the first failure ends it.
 * `written` is the object as the request left it.
 */
export function reconcileCompletion(now: LiveObject, token: string, written: LiveObject | undefined): Completion {
  const ready = conditionOf(now, "Ready");
  const note = ready?.message ?? "";
  return isHandled(now, token, written) ? outcome(now) : { state: "waiting", note };
}

/** What a finished attempt came to. */
export function outcome(now: LiveObject): Completion {
  const stalled = conditionOf(now, "Stalled");
  const ready = conditionOf(now, "Ready");
  const message = ready?.message ?? "";
  if (stalled?.status === "True") return { state: "failed", message: stalled.message ?? message };
  if (ready?.status === "True" && isObserved(now) && conditionOf(now, "Reconciling")?.status !== "True") {
    return { state: "succeeded", message: shortRevision(message) || "Reconciled." };
  }
  if (ready?.status === "False" && !passing.includes(ready.reason ?? "")) return { state: "failed", message };
  return { state: "waiting", note: message };
}

const passing = ["DependencyNotReady", "Progressing", "ProgressingWithRetry"];

/**
 * The status echoes the token; or that of somebody who asked later, since only the last one is echoed. Tokens are times,
 * but each by the clock of who asked: later is one that is asked and echoed now and was not echoed before ours.
 */
function isHandled(now: LiveObject, token: string, written: LiveObject | undefined): boolean {
  const handled = textAt(now.status, "lastHandledReconcileAt");
  if (handled === undefined || handled === token) return handled === token;
  const isAsked = handled === now.metadata.annotations?.[requestedAt];
  return isAsked && handled !== textAt(written?.status, "lastHandledReconcileAt");
}
