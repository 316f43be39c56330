import { itemsAt, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";

/** Whether the controller has seen the latest spec; it writes the generation as text (argo-rollouts v1.9). */
export function isObserved(object: LiveObject): boolean {
  const { generation } = object.metadata;
  return generation === undefined || textAt(object.status, "observedGeneration") === String(generation);
}

/** Whether somebody set `spec.paused`. */
export function isPausedBySpec(object: LiveObject): boolean {
  return jsonAt(object.spec, "paused") === true;
}

/** Why the controller paused: a step, a blue-green promotion to confirm, an analysis without a result. */
export function pauseReasons(object: LiveObject): readonly string[] {
  return itemsAt(object.status, "pauseConditions").flatMap((each) => textAt(each, "reason") ?? []);
}

/** Whether it was given up and went back. */
export function isAborted(object: LiveObject): boolean {
  return jsonAt(object.status, "abort") === true;
}

/** Whether the analysis of the current step ended without a result, and a person has to decide. */
export function isInconclusive(object: LiveObject): boolean {
  const analysis = textAt(object.status, "canary", "currentStepAnalysisRunStatus", "status");
  const isPaused = jsonAt(object.status, "controllerPause") === true && pauseReasons(object).length > 0;
  return isPaused && analysis === "Inconclusive";
}

/** Whether all pods are of the newest version already. */
export function isFullyPromoted(object: LiveObject): boolean {
  return textAt(object.status, "currentPodHash") === textAt(object.status, "stableRS");
}

/** How many steps the canary has. */
export function stepCount(object: LiveObject): number {
  return itemsAt(object.spec, "strategy", "canary", "steps").length;
}

/** The step of the canary it is at, counted from 0, as an absent one is read; undefined without steps. */
export function stepIndex(object: LiveObject): number | undefined {
  if (stepCount(object) === 0) return undefined;
  const index = jsonAt(object.status, "currentStepIndex");
  return typeof index === "number" ? index : 0;
}

/** `Healthy`, `Degraded`, `Progressing` or `Paused`. */
export function phaseOf(object: LiveObject): string | undefined {
  return textAt(object.status, "phase");
}
