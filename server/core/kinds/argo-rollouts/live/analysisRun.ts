import type { LiveCondition, LiveKind } from "../../../cluster/liveKind.ts";
import { itemsAt, type Json, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import type { Status } from "../../../cluster/status.ts";
import { argoGroup } from "../../argo-cd/application.ts";

const statuses: Readonly<Record<string, Status>> = {
  Pending: "Progressing",
  Running: "Progressing",
  Successful: "Synced",
  Failed: "Degraded",
  Error: "Degraded",
  Inconclusive: "Suspended",
};

/** Measures a new version (argo-rollouts v1.9 AnalysisRun). */
export const liveAnalysisRun: LiveKind = {
  group: argoGroup,
  kind: "AnalysisRun",
  versions: ["v1alpha1"],
  role: "other",
  title: "AnalysisRun",
  statusOf: (object) => {
    const phase = textAt(object.status, "phase");
    return present({
      status: statuses[phase ?? ""] ?? "Unknown",
      words: phase === undefined ? [] : [phase],
      message: textAt(object.status, "message"),
      since: textAt(object.status, "completedAt") ?? textAt(object.status, "startedAt"),
    });
  },
  conditionsOf: (object) => itemsAt(object.status, "metricResults").map(metricCondition),
  historyOf: () => [],
  resourcesOf: () => [],
  placesOf: (object) =>
    itemsAt(object.status, "metricResults")
      .map((result) => ({ condition: metricCondition(result), path: ["spec", "metrics", metricAt(object, result)] }))
      .filter(({ condition }) => condition.severity !== "information"),
  hintsOf: () => [],
  projectOf: () => undefined,
  actions: [],
  commandLine: () => undefined,
  facts: (object) => ({ metrics: itemsAt(object.status, "metricResults").length }),
};

/** A metric as a condition: `True` when it was measured as wanted. */
function metricCondition(result: Json): LiveCondition {
  const phase = textAt(result, "phase") ?? "";
  const status = statuses[phase];
  const measured = itemsAt(result, "measurements").at(-1);
  const value = jsonAt(measured, "value");
  return present({
    type: textAt(result, "name") ?? "metric",
    status: status === "Synced" ? "True" : status === "Degraded" ? "False" : "Unknown",
    reason: phase,
    message:
      textAt(measured, "message") ?? textAt(result, "message") ?? (typeof value === "string" ? value : undefined),
    since: textAt(measured, "finishedAt"),
    severity: status === "Degraded" ? "error" : "information",
  });
}

function metricAt(object: LiveObject, result: Json): number {
  return itemsAt(object.spec, "metrics").findIndex((each) => textAt(each, "name") === textAt(result, "name"));
}
