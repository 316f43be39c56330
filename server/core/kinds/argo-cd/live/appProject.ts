import type { LiveKind } from "../../../cluster/liveKind.ts";
import { itemsAt } from "../../../cluster/liveObject.ts";
import { argoGroup } from "../application.ts";

/** Says what its Applications may do (argo-cd v3 AppProject). It has no controller that could fail: it exists or not. */
export const liveAppProject: LiveKind = {
  group: argoGroup,
  kind: "AppProject",
  versions: ["v1alpha1"],
  role: "other",
  title: "AppProject",
  homeNamespace: "argocd",
  statusOf: () => ({ status: "Synced", words: [] }),
  conditionsOf: () => [],
  historyOf: () => [],
  resourcesOf: () => [],
  placesOf: () => [],
  hintsOf: () => [],
  projectOf: ({ metadata }) => metadata.name,
  actions: [],
  commandLine: () => undefined,
  facts: (object) => ({ syncWindows: itemsAt(object.spec, "syncWindows").length }),
};
