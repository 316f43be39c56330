import { type JsonObject, jsonAt, textAt } from "../../cluster/liveObject.ts";
import { kustomizeToolkitGroup } from "./common.ts";

/**
 * Whether kustomize-controller applies an object: labels or annotations keep it from it, for good or once the object is
 * there (kustomize-controller 1.9 apply, ExclusionSelector and IfNotPresentSelector).
 */
export function fluxApplies(object: JsonObject, isLive: boolean): boolean {
  if (isMarked(object, "reconcile", "disabled") || isMarked(object, "ssa", "ignore")) return false;
  return !isLive || !isMarked(object, "ssa", "ifnotpresent");
}

/** Whether it deletes a live object that it applied before and now does not (prune, DeleteOptions.Exclusions). */
export function fluxPrunes(spec: JsonObject | undefined, object: JsonObject): boolean {
  if (jsonAt(spec, "prune") !== true) return false;
  const marks = [
    ["prune", "disabled"],
    ["reconcile", "disabled"],
    ["ssa", "ignore"],
  ] as const;
  return !marks.some(([name, value]) => isMarked(object, name, value));
}

function isMarked(object: JsonObject, name: string, value: string): boolean {
  const key = `${kustomizeToolkitGroup}/${name}`;
  return ["labels", "annotations"].some((part) => textAt(object, "metadata", part, key)?.toLowerCase() === value);
}
