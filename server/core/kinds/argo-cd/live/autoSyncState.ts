import { itemsAt, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";

/** Whether the controller syncs by itself: `automated` is there and not switched off (argo-cd 3.1 `enabled`). */
export function isAutomated(object: LiveObject): boolean {
  const automated = jsonAt(object.spec, "syncPolicy", "automated");
  return automated !== undefined && automated !== null && jsonAt(automated, "enabled") !== false;
}

/**
 * Why auto-sync leaves an Application alone that is out of sync, as far as the object tells (argo-cd controller autoSync);
 * undefined when it is off, or nothing speaks against it.
 */
export function idleAutoSync(object: LiveObject): string | undefined {
  if (!isAutomated(object)) return undefined;
  const automated = jsonAt(object.spec, "syncPolicy", "automated");
  const differing = itemsAt(object.status, "resources").filter((each) => textAt(each, "status") === "OutOfSync");
  const isOnlyPruning = differing.length > 0 && differing.every((each) => jsonAt(each, "requiresPruning") === true);
  if (isOnlyPruning && jsonAt(automated, "prune") !== true) {
    return "Auto-sync does not prune, and nothing else is left to do (`automated.prune`).";
  }
  const tried = textAt(object.status, "operationState", "syncResult", "revision");
  const isTried = tried !== undefined && tried === textAt(object.status, "sync", "revision");
  const hasSucceeded = textAt(object.status, "operationState", "phase") === "Succeeded";
  if (isTried && hasSucceeded && jsonAt(automated, "selfHeal") !== true) {
    return "Auto-sync has synced this revision once and does not undo later changes in the cluster (`automated.selfHeal`).";
  }
  return undefined;
}
