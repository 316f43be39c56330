import type { ActionStep, Completion } from "../../../cluster/action.ts";
import { compareVersions } from "../../../cluster/clusterState.ts";
import type { LiveAction } from "../../../cluster/liveKind.ts";
import { jsonAt, keyOf, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { makeAction, minutes, patchObject, waitFor } from "../../../cluster/makeAction.ts";
import { skipReconcile } from "./applicationStatus.ts";

const refreshAnnotation = "argocd.argoproj.io/refresh";
/** Has the hydrator render the dry source again (argo-cd v3.1 AnnotationKeyHydrate). */
const hydrateAnnotation = "argocd.argoproj.io/hydrate";
const setRefreshAnnotation = "argocd.argoproj.io/application-set-refresh";

/** Compares with Git again. */
export const refresh: LiveAction = makeAction({
  id: "argo.refresh",
  title: "Refresh",
  refusal: skipRefusal,
  plan: (object) => ({
    effect: "Compares the live objects with Git again",
    steps: refreshSteps(object, refreshAnnotation, "normal"),
  }),
});

/** Compares with Git again without the cache of rendered manifests. */
export const hardRefresh: LiveAction = makeAction({
  id: "argo.hardRefresh",
  title: "Hard Refresh",
  refusal: skipRefusal,
  plan: (object) => ({
    effect: "Renders the manifests anew, without the cache, and compares the live objects with them",
    steps: refreshSteps(object, refreshAnnotation, "hard"),
  }),
});

/** Generates the Applications of an ApplicationSet again. */
export const applicationSetRefresh: LiveAction = makeAction({
  id: "argo.applicationSetRefresh",
  title: "Refresh",
  plan: (object) => ({
    effect: "Evaluates the generators again and updates the generated Applications",
    steps: refreshSteps(object, setRefreshAnnotation, "true"),
  }),
});

function skipRefusal({ metadata }: LiveObject): string | undefined {
  if (metadata.annotations?.[skipReconcile] !== "true") return undefined;
  return `The annotation \`${skipReconcile}\` keeps Argo CD away from it. Remove the annotation first.`;
}

/**
 * The controller takes the annotation off when it is done. One that is there already belongs to a comparison under way,
 * which may take ours off with its own; so that one is waited for first.
 */
function refreshSteps(object: LiveObject, annotation: string, value: string): readonly ActionStep[] {
  const wait = waitFor(keyOf(object), (now) => refreshCompletion(now, object, annotation), {
    timeout: minutes(2),
    onTimeout:
      "See whether the controller runs and watches this namespace (`--application-namespaces`), and whether the cluster of the destination can be reached.",
  });
  const isRefreshing = object.metadata.annotations?.[annotation] !== undefined;
  const isHydrated = annotation === refreshAnnotation && jsonAt(object.spec, "sourceHydrator") !== undefined;
  const annotations = { [annotation]: value, ...(isHydrated && { [hydrateAnnotation]: value }) };
  const patch = patchObject(object, { metadata: { annotations } });
  return [...(isRefreshing ? [wait] : []), patch, wait];
}

function refreshCompletion(now: LiveObject, before: LiveObject, annotation: string): Completion {
  if (now.metadata.annotations?.[annotation] !== undefined) return { state: "waiting", note: "comparing" };
  // The state from before the request has no annotation either.
  if ((compareVersions(now, before) ?? 1) <= 0) return { state: "waiting" };
  const words = [textAt(now.status, "sync", "status"), textAt(now.status, "health", "status")];
  const said = words.filter((each) => each !== undefined).join(", ");
  return { state: "succeeded", message: said === "" ? "Refreshed." : `Refreshed: ${said}.` };
}
