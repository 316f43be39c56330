import { conditionIn, conditionOf, conditionsIn, liveConditions } from "../../../cluster/conditions.ts";
import type { LiveKind, ManagedResource } from "../../../cluster/liveKind.ts";
import { itemsAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import type { LiveStatus, Status } from "../../../cluster/status.ts";
import { argoGroup } from "../application.ts";
import { resourceKey } from "./applicationDetails.ts";
import { applicationSetRefresh } from "./refresh.ts";

const meanings = {
  negative: new Set(["ErrorOccurred", "RolloutProgressing", "InvalidRolloutConfig"]),
  news: new Set(["RolloutProgressing"]),
  mild: new Set<string>(),
  passing: new Set<string>(),
};

/** Generates Applications (argo-cd v3 ApplicationSet). */
export const liveApplicationSet: LiveKind = {
  group: argoGroup,
  kind: "ApplicationSet",
  versions: ["v1alpha1"],
  role: "application",
  title: "ApplicationSet",
  homeNamespace: "argocd",
  statusOf,
  conditionsOf: (object) => liveConditions(object, meanings),
  historyOf: () => [],
  resourcesOf,
  placesOf: (object) =>
    liveConditions(object, meanings)
      .filter(
        ({ severity, type }) =>
          severity !== "information" && type !== "ParametersGenerated" && type !== "ResourcesUpToDate",
      )
      .map((condition) => ({ condition, path: placeOf(condition.reason) })),
  hintsOf: () => [],
  makes: ["Application", "Applications"],
  projectOf: (object) => textAt(object.spec, "template", "spec", "project"),
  actions: [applicationSetRefresh],
  commandLine: ({ metadata }, action) =>
    action === "argo.applicationSetRefresh"
      ? `kubectl annotate applicationset ${metadata.name} -n ${metadata.namespace ?? "argocd"} argocd.argoproj.io/application-set-refresh=true`
      : undefined,
  facts: (object) => ({ applications: itemsAt(object.status, "resources").length }),
};

function statusOf(object: LiveObject): LiveStatus {
  if (object.metadata.deletionTimestamp !== undefined) {
    return { status: "Progressing", words: ["Deleting"], since: object.metadata.deletionTimestamp };
  }
  const [status, condition] = verdict(object);
  if (!condition) return { status: "Unknown", words: [] };
  const { reason, message, since, type } = condition;
  return present({ status, words: [reason ?? type], message, since });
}

function verdict(object: LiveObject): readonly [Status, ReturnType<typeof conditionOf>] {
  const failure = conditionIn(object, "ErrorOccurred", "True") ?? conditionIn(object, "InvalidRolloutConfig", "True");
  if (failure) return ["Degraded", failure];
  const rollout = conditionIn(object, "RolloutProgressing", "True");
  if (rollout) return ["Progressing", rollout];
  const current = conditionOf(object, "ResourcesUpToDate");
  if (current?.status === "True") return ["Synced", current];
  return current?.status === "False" ? ["OutOfSync", current] : ["Unknown", conditionsIn(object)[0]];
}

/** Which part of the spec a reason is about (argo-cd applicationset_types ApplicationSetReasonType). */
function placeOf(reason: string | undefined): readonly string[] {
  if (reason === "ApplicationGenerationFromParamsError") return ["spec", "generators"];
  if (reason === "RenderTemplateParamsError" || reason === "ApplicationValidationError") return ["spec", "template"];
  return ["kind"];
}

function resourcesOf(object: LiveObject): readonly ManagedResource[] {
  return itemsAt(object.status, "resources").map((entry) => {
    const sync = textAt(entry, "status");
    const health = textAt(entry, "health", "status");
    const words = [sync, health].filter((each) => each !== undefined);
    const key = resourceKey(entry);
    return { ...key, namespace: key.namespace || (object.metadata.namespace ?? ""), words };
  });
}
