import type { Completion } from "../../../cluster/action.ts";
import { conditionOf } from "../../../cluster/conditions.ts";
import type { LiveAction } from "../../../cluster/liveKind.ts";
import {
  isJsonObject,
  itemsAt,
  type Json,
  type JsonObject,
  keyOf,
  type LiveObject,
  textAt,
} from "../../../cluster/liveObject.ts";
import { makeAction, minutes, patchObject, patchStatus, readVersion, waitFor } from "../../../cluster/makeAction.ts";
import { reconcileCompletion, requestedAt, suspendedRefusal } from "../../flux/live/reconcile.ts";

/** Reason of `Ready` while a plan waits for approval (tofu-controller api v1alpha2). */
export const planReady = "TerraformPlannedWithChanges";

const patience = {
  timeout: minutes(15),
  onTimeout: "Look at its conditions, and at the log of its runner pod: plans and applies of large modules take long.",
};

/** Asks the controller to plan, and to apply what is approved. */
export const reconcileTerraform: LiveAction = makeAction({
  id: "terraform.reconcile",
  title: "Reconcile",
  refusal: suspendedRefusal,
  plan: (object, _, context) => {
    const isAutomatic = textAt(object.spec, "approvePlan") === "auto";
    return {
      effect: isAutomatic
        ? "Plans now and applies the plan (`approvePlan: auto`)"
        : "Plans now; applies what is approved",
      destructive: isAutomatic,
      steps: [
        patchObject(object, { metadata: { annotations: { [requestedAt]: context.token } } }),
        waitFor(keyOf(object), (now, written) => terraformCompletion(now, context.token, written), patience),
      ],
    };
  },
});

/** Throws the pending plan away and makes a new one (tofu-controller tfctl replan). */
export const replan: LiveAction = makeAction({
  id: "terraform.replan",
  title: "Replan",
  permissions: () => [{ verb: "patch", subresource: "status" }, { verb: "patch" }],
  refusal: suspendedRefusal,
  plan: (object, _, context) => {
    const pending = textAt(object.status, "plan", "pending");
    const status = {
      plan: { pending: null },
      lastPlannedRevision: null,
      lastAttemptedRevision: null,
      conditions: withReplanRequest(object, context.now),
    };
    return {
      effect: pending ? `Throws the plan ${pending} away and plans anew` : "Plans anew",
      warnings: pending ? ["An approval of the old plan in `spec.approvePlan` does not hold for the new one."] : [],
      steps: [
        patchStatus(object, { metadata: readVersion(object), status }),
        patchObject(object, { metadata: { annotations: { [requestedAt]: context.token } } }),
        waitFor(keyOf(object), (now, written) => terraformCompletion(now, context.token, written), patience),
      ],
    };
  },
});

/** A merge patch replaces lists as a whole, so that the other conditions are written again. */
function withReplanRequest(object: LiveObject, now: number): readonly Json[] {
  const before = itemsAt(object.status, "conditions").filter((each) => isJsonObject(each));
  const request: JsonObject = {
    type: "Ready",
    status: "False",
    reason: "ReplanRequested",
    message: "Replan requested",
    lastTransitionTime: new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
    ...(object.metadata.generation !== undefined && { observedGeneration: object.metadata.generation }),
  };
  return [...before.filter((each) => textAt(each, "type") !== "Ready"), request];
}

/** A plan that waits for approval is a result too. */
function terraformCompletion(now: LiveObject, token: string, written: LiveObject | undefined): Completion {
  const ready = conditionOf(now, "Ready");
  const message = ready?.message ?? "";
  if (textAt(now.status, "lastHandledReconcileAt") === token) {
    if (ready?.status === "Unknown" && ready.reason === planReady) return { state: "succeeded", message };
    if (ready?.reason === "ReplanRequested") return { state: "waiting", note: message };
  }
  return reconcileCompletion(now, token, written);
}
