import type { Completion } from "../../../cluster/action.ts";
import { conditionOf } from "../../../cluster/conditions.ts";
import type { LiveAction } from "../../../cluster/liveKind.ts";
import { keyOf, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { makeAction, minutes, patchObject, waitFor } from "../../../cluster/makeAction.ts";
import { goDuration } from "../../../text/goDuration.ts";

/** Reads the values of an ExternalSecret from its store again: any new annotation counts as a change. */
export const refresh: LiveAction = makeAction({
  id: "externalSecrets.refresh",
  title: "Refresh",
  refusal: (object) => {
    const hasSynced = conditionOf(object, "Ready")?.status === "True";
    if (hasSynced && textAt(object.spec, "refreshPolicy") === "CreatedOnce") {
      return "Its `refreshPolicy` is CreatedOnce: once created, the Secret is not read again. Delete the Secret to have it made anew.";
    }
    if (hasSynced && goDuration(textAt(object.spec, "refreshInterval") ?? "") === 0) {
      return "Its `refreshInterval` is 0: once created, the Secret is not read again. Set an interval in Git.";
    }
    return undefined;
  },
  plan: (object, _, context) => ({
    effect: "Reads the values from the store again and updates the Secret",
    steps: [
      patchObject(object, { metadata: { annotations: { "force-sync": unixTime(context.now) } } }),
      waitFor(keyOf(object), (now, written = object) => refreshCompletion(now, written), {
        timeout: minutes(2),
        failureEvent: "UpdateFailed",
        onTimeout:
          "Its status does not tell a failure from the one before when both have the same message. Look at its events, at the conditions of its store, and at the log of the External Secrets Operator.",
      }),
    ],
  }),
});

/** Hands a refresh on to the ExternalSecrets that a ClusterExternalSecret makes, by the annotation that it propagates. */
export const refreshAll: LiveAction = makeAction({
  id: "externalSecrets.refresh",
  title: "Refresh",
  plan: (object, _, context) => ({
    effect: "Has each of its ExternalSecrets read its values again",
    steps: [
      patchObject(object, { metadata: { annotations: { "external-secrets.io/force-sync": unixTime(context.now) } } }),
    ],
  }),
});

function unixTime(now: number): string {
  return String(Math.floor(now / 1000));
}

/** The operator sets these with success only (external-secrets apis/externalsecrets/v1); the first one in whole seconds. */
const successFields = ["refreshTime", "syncedResourceVersion"];

/**
 * `refreshTime` moves only with success; a failure shows in `Ready`, which may have failed before already. Whether they are
 * news is told by what they were when the request was written, since the clock of the operator may be another one. The
 * message of `Ready` is the same for most failures, and then nothing of it moves; but each failure has an event of its own
 * (external-secrets pkg/controllers/externalsecret markAsFailed, v0.9 to v1.3).
 */
function refreshCompletion(now: LiveObject, before: LiveObject): Completion {
  const ready = conditionOf(now, "Ready");
  const message = ready?.message ?? "";
  const isRefreshed = successFields.some((field) => {
    const value = textAt(now.status, field);
    return value !== undefined && value !== textAt(before.status, field);
  });
  if (isRefreshed && ready?.status === "True") return { state: "succeeded", message: message || "Refreshed." };
  const known = conditionOf(before, "Ready");
  const isNews =
    !known || [known.status, known.since, known.message].join() !== [ready?.status, ready?.since, message].join();
  return ready?.status === "False" && isNews ? { state: "failed", message } : { state: "waiting", note: message };
}
