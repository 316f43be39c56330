import type { Completion } from "../../../cluster/action.ts";
import type { LiveAction } from "../../../cluster/liveKind.ts";
import { isJsonObject, jsonAt, keyOf, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { makeAction, minutes, patchObject, readVersion, waitFor } from "../../../cluster/makeAction.ts";
import { operationPhase } from "./applicationStatus.ts";

/** Ends a running operation with its hooks; taking `operation` away instead would leave the hooks running. */
export const terminate: LiveAction = makeAction({
  id: "argo.terminate",
  title: "Terminate Operation",
  refusal: (object) => {
    if (object.operation === undefined) return "No operation is in progress.";
    if (!isJsonObject(jsonAt(object.status, "operationState"))) {
      return "The operation has not started yet. Try again once the controller has taken it up.";
    }
    return operationPhase(object) === "Terminating" ? "The operation is being terminated already." : undefined;
  },
  plan: (object) => ({
    effect: "Ends the running operation and its hooks; what it has applied so far stays",
    steps: [
      patchObject(object, { metadata: readVersion(object), status: { operationState: { phase: "Terminating" } } }),
      waitFor(keyOf(object), terminateCompletion, {
        timeout: minutes(5),
        onTimeout: "Look at the hooks of the operation: the controller waits until they are gone.",
      }),
    ],
  }),
});

function terminateCompletion(now: LiveObject): Completion {
  if (now.operation !== undefined)
    return { state: "waiting", note: textAt(now.status, "operationState", "message") ?? "" };
  const phase = operationPhase(now) ?? "";
  if (phase === "Running" || phase === "Terminating") return { state: "waiting" };
  if (phase === "Succeeded")
    return { state: "succeeded", message: "The operation had succeeded before it was terminated." };
  return { state: "succeeded", message: "The operation was terminated." };
}
