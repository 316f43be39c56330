import { isRecord } from "../apply.ts";
import type { DemoObject, StandInPatch } from "./standIns.ts";

/** How long an operation runs before it is over, in milliseconds. */
const operationTime = 4000;

/**
 * Answers as Argo CD's application controller does: removes the refresh annotation after comparing; runs an operation
 * and removes it; ends one that is told to terminate. An Application that cannot be compared fails to sync.
 */
export function answerApplication(object: DemoObject, now: Date): StandInPatch | undefined {
  const { status, operation, metadata } = object;
  const state = isRecord(status["operationState"]) ? status["operationState"] : undefined;
  const at = now.toISOString().replace(/\.\d+Z$/, "Z");
  if (operation !== undefined && state?.["phase"] === "Terminating") {
    return finished(at, { ...state, phase: "Failed", message: "Operation terminated" }, {});
  }
  if (operation !== undefined && (state === undefined || state["finishedAt"] !== undefined)) {
    const running = {
      operation,
      phase: "Running",
      message: "waiting for healthy state of apps/Deployment",
      startedAt: at,
    };
    return { status: { operationState: { ...running, finishedAt: null, syncResult: null } } };
  }
  if (operation !== undefined && state?.["phase"] === "Running") {
    if (now.getTime() - Date.parse(String(state["startedAt"])) < operationTime) return undefined;
    return finished(at, ...outcome(object, operation, state, at));
  }
  if (metadata.annotations?.["argocd.argoproj.io/refresh"] !== undefined) {
    return {
      metadata: { annotations: { "argocd.argoproj.io/refresh": null, "argocd.argoproj.io/hydrate": null } },
      status: { reconciledAt: at },
    };
  }
  return undefined;
}

function finished(at: string, state: object, status: object): StandInPatch {
  return { operation: null, status: { ...status, operationState: { ...state, finishedAt: at }, reconciledAt: at } };
}

type Result = [state: Record<string, unknown>, status: object];

function outcome(
  { status, spec }: DemoObject,
  operation: Readonly<Record<string, unknown>>,
  state: Readonly<Record<string, unknown>>,
  at: string,
): Result {
  const sync = isRecord(operation["sync"]) ? operation["sync"] : {};
  const [condition] = Array.isArray(status["conditions"]) ? status["conditions"] : [];
  if (isRecord(condition)) return [{ ...state, phase: "Error", message: String(condition["message"]) }, {}];
  const compared = isRecord(status["sync"]) ? status["sync"] : {};
  const revision = sync["revision"] === undefined || sync["revision"] === "" ? compared["revision"] : sync["revision"];
  const isDryRun = sync["dryRun"] === true;
  const resources = Array.isArray(status["resources"]) ? status["resources"].filter(isRecord) : [];
  const results = resources.map(({ group, version, kind, namespace, name, requiresPruning }) => ({
    ...{ group, version, kind, namespace, name, syncPhase: "Sync" },
    ...(requiresPruning === true
      ? sync["prune"] === true
        ? { status: "Pruned", message: "pruned" }
        : { status: "PruneSkipped", message: "ignored (requires pruning)" }
      : { status: "Synced", message: `${String(kind).toLowerCase()}/${name} configured` }),
  }));
  const done = {
    ...state,
    phase: "Succeeded",
    message: isDryRun ? "successfully synced (dry run)" : "successfully synced (all tasks run)",
    syncResult: { revision, source: spec["source"], resources: results },
  };
  if (isDryRun) return [done, {}];
  const left = resources.filter(({ requiresPruning }) => requiresPruning !== true || sync["prune"] !== true);
  const isSynced = left.every(({ requiresPruning }) => requiresPruning !== true);
  return [
    done,
    {
      sync: { ...compared, revision, status: isSynced ? "Synced" : "OutOfSync" },
      health: { status: "Healthy", lastTransitionTime: at, message: null },
      resources: left.map((resource) =>
        resource["requiresPruning"] === true
          ? resource
          : {
              ...resource,
              status: "Synced",
              ...(isRecord(resource["health"]) ? { health: { status: "Healthy" } } : {}),
            },
      ),
      history: historyWith(status["history"], { revision, source: spec["source"], at }),
    },
  ];
}

/** Argo CD keeps ten deployments, the oldest first. */
function historyWith(
  history: unknown,
  { revision, source, at }: { readonly revision: unknown; readonly source: unknown; readonly at: string },
): readonly unknown[] {
  const entries = Array.isArray(history) ? history.filter(isRecord) : [];
  const id = Math.max(0, ...entries.map((entry) => Number(entry["id"]))) + 1;
  const entry = { id, revision, deployStartedAt: at, deployedAt: at, initiatedBy: { username: "demo" } };
  return [...entries, { ...entry, ...(source === undefined ? {} : { source }) }].slice(-10);
}
