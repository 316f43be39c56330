import type { ActionStep, Completion } from "../../../cluster/action.ts";
import { compareVersions } from "../../../cluster/clusterState.ts";
import type { LiveAction } from "../../../cluster/liveKind.ts";
import { jsonAt, keyOf, type LiveObject } from "../../../cluster/liveObject.ts";
import { makeAction, patchObject, readVersion, waitFor } from "../../../cluster/makeAction.ts";
import { driftWarnings } from "../../ownership.ts";
import { isAutomated } from "./autoSyncState.ts";

/** Lets the controller sync by itself. */
export const enableAutoSync: LiveAction = makeAction({
  id: "argo.enableAutoSync",
  title: "Enable Auto-Sync",
  refusal: (object) => (isAutomated(object) ? "Auto-sync is on already." : undefined),
  plan: (object) => {
    const prunes = jsonAt(object.spec, "syncPolicy", "automated", "prune") === true;
    return {
      effect: `Switches auto-sync on: changes in Git are applied without asking${prunes ? ", and what is gone from Git is pruned" : ""}`,
      warnings: driftWarnings(object, "spec.syncPolicy.automated"),
      destructive: prunes,
      steps: toggle(object, true),
    };
  },
});

/** Stops the controller from syncing by itself; how it prunes and heals stays written for later. */
export const disableAutoSync: LiveAction = makeAction({
  id: "argo.disableAutoSync",
  title: "Disable Auto-Sync",
  refusal: (object) => (isAutomated(object) ? undefined : "Auto-sync is off already."),
  plan: (object) => ({
    effect: "Switches auto-sync off: changes in Git wait for a sync by hand",
    warnings: driftWarnings(object, "spec.syncPolicy.automated"),
    steps: toggle(object, false),
  }),
});

function toggle(object: LiveObject, enabled: boolean): readonly ActionStep[] {
  return [
    patchObject(object, { metadata: readVersion(object), spec: { syncPolicy: { automated: { enabled } } } }),
    waitFor(keyOf(object), (now) => toggleCompletion(now, object, enabled), {
      timeout: 30_000,
      onTimeout: "See whether the object still changes in the cluster.",
    }),
  ];
}

/** Argo CD before 3.1 has no `enabled` and drops it, so that nothing is switched off. */
function toggleCompletion(now: LiveObject, before: LiveObject, wanted: boolean): Completion {
  if ((compareVersions(now, before) ?? 1) <= 0) return { state: "waiting" };
  if (isAutomated(now) === wanted) return { state: "succeeded", message: `Auto-sync is ${wanted ? "on" : "off"}.` };
  const message = wanted
    ? "Auto-sync was switched off again by somebody else."
    : "Auto-sync is still on: this Argo CD is older than 3.1 and does not know `automated.enabled`, or somebody switched it on again. Remove `spec.syncPolicy.automated` in Git instead.";
  return { state: "failed", message };
}
