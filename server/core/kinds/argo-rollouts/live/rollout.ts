import { conditionIn, conditionOf, liveConditions } from "../../../cluster/conditions.ts";
import type { ConditionPlace, LiveKind } from "../../../cluster/liveKind.ts";
import { jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import type { LiveStatus, Status } from "../../../cluster/status.ts";
import { argoGroup } from "../../argo-cd/application.ts";
import { promote, promoteFull } from "./promote.ts";
import { abort, pause, restart, resume, retry } from "./rolloutActions.ts";
import { isAborted, isObserved, isPausedBySpec, pauseReasons, phaseOf, stepCount, stepIndex } from "./rolloutState.ts";
import { undo } from "./undo.ts";

const meanings = {
  negative: new Set(["InvalidSpec", "ReplicaFailure", "Paused"]),
  news: new Set(["Paused", "Completed", "Available", "Healthy"]),
  mild: new Set<string>(),
  passing: new Set<string>(),
};

/** Replaces a Deployment with canary and blue-green updates (argo-rollouts v1.9). */
export const liveRollout: LiveKind = {
  group: argoGroup,
  kind: "Rollout",
  versions: ["v1alpha1"],
  role: "other",
  title: "Rollout",
  statusOf,
  conditionsOf: (object) => liveConditions(object, meanings),
  historyOf: () => [],
  resourcesOf: () => [],
  placesOf,
  hintsOf,
  projectOf: () => undefined,
  actions: [promote, promoteFull, retry, abort, resume, pause, restart, undo],
  commandLine: ({ metadata }, action) => {
    const words = commands[action];
    return words === undefined
      ? undefined
      : `kubectl argo rollouts ${words.replace("NAME", metadata.name)} -n ${metadata.namespace ?? "default"}`;
  },
  facts: (object) =>
    present({
      strategy: jsonAt(object.spec, "strategy", "blueGreen") === undefined ? "canary" : "blueGreen",
      step: stepIndex(object),
      steps: stepCount(object),
      weight: jsonAt(object.status, "canary", "weights", "canary", "weight"),
      replicas: jsonAt(object.status, "replicas"),
      ready: jsonAt(object.status, "readyReplicas"),
    }),
};

const commands: Readonly<Record<string, string>> = {
  "rollouts.promote": "promote NAME",
  "rollouts.promoteFull": "promote NAME --full",
  "rollouts.abort": "abort NAME",
  "rollouts.retry": "retry rollout NAME",
  "rollouts.pause": "pause NAME",
  "rollouts.resume": "promote NAME",
  "rollouts.restart": "restart NAME",
  "rollouts.undo": "undo NAME",
};

function statusOf(object: LiveObject): LiveStatus {
  const [status, word] = verdict(object);
  const invalid = conditionIn(object, "InvalidSpec", "True");
  const message = invalid?.message ?? textAt(object.status, "message");
  const since = (conditionOf(object, status === "Suspended" ? "Paused" : "Progressing") ?? invalid)?.since;
  return present({
    status,
    words: word === undefined ? [] : [word],
    message,
    since,
    revision: textAt(object.status, "currentPodHash"),
  });
}

function verdict(object: LiveObject): readonly [Status, string | undefined] {
  const phase = phaseOf(object);
  if (object.metadata.deletionTimestamp !== undefined) return ["Progressing", "Deleting"];
  if (!object.status) return ["Unknown", undefined];
  if (!isObserved(object)) return ["Progressing", "Progressing"];
  if (conditionIn(object, "InvalidSpec", "True")) return ["Stalled", "InvalidSpec"];
  if (isAborted(object)) return ["Degraded", "Aborted"];
  if (phase === "Degraded") return ["Degraded", phase];
  if (isPausedBySpec(object)) return ["Suspended", "Paused"];
  const reasons = pauseReasons(object);
  if (phase === "Paused" && reasons.length > 0) return ["Suspended", reasons[0]];
  if (jsonAt(object.status, "controllerPause") === true && reasons.length === 0) return ["Progressing", "Promoted"];
  if (phase === "Progressing") return ["Progressing", phase];
  return phase === "Healthy" ? ["Synced", phase] : ["Unknown", phase];
}

function placesOf(object: LiveObject): readonly ConditionPlace[] {
  return liveConditions(object, meanings)
    .filter(({ severity }) => severity !== "information")
    .map((condition) => ({ condition, path: placeOf(object, condition.type, condition.message ?? "") }));
}

/** An invalid spec is told with the path of the field: `The Rollout "x" is invalid: spec.strategy.canary.steps[0]: …`. */
function placeOf(object: LiveObject, type: string, message: string): readonly (string | number)[] {
  const [field] = /spec(?:\.[A-Za-z]+|\[\d+\])+/.exec(message) ?? [];
  if (type === "InvalidSpec" && field !== undefined) {
    return field.split(/[.[\]]+/).flatMap((step) => (step === "" ? [] : /^\d+$/.test(step) ? Number(step) : step));
  }
  const index = stepIndex(object);
  return isAborted(object) && index !== undefined ? ["spec", "strategy", "canary", "steps", index] : ["kind"];
}

/** Ready replicas, the weight of the canary, the step it is at. */
function hintsOf(object: LiveObject): ReturnType<LiveKind["hintsOf"]> {
  const ready = jsonAt(object.status, "readyReplicas") ?? 0;
  const wanted = jsonAt(object.spec, "replicas");
  const weight = jsonAt(object.status, "canary", "weights", "canary", "weight");
  const index = stepIndex(object);
  const isUnderWay = index !== undefined && index < stepCount(object);
  const shown = typeof weight === "number" ? `current step, weight ${weight}` : "current step";
  return [
    ...(typeof wanted === "number" ? [{ path: ["spec", "replicas"], text: `${String(ready)} ready` }] : []),
    ...(isUnderWay ? [{ path: ["spec", "strategy", "canary", "steps", index], text: shown }] : []),
  ];
}
