import { isRecord } from "../apply.ts";
import type { DemoObject, StandInPatch } from "./standIns.ts";

/** How long a reconciliation takes, in milliseconds. */
const reconcileTime = 3000;

/**
 * Answers as Flux's controllers do: on a request it says that it reconciles, and then how that went: like the last time.
 * Suspended objects are left alone.
 */
export function answerFlux({ metadata, spec, status }: DemoObject, now: Date): StandInPatch | undefined {
  if (spec["suspend"] === true) return undefined;
  const { generation = 1, annotations = {} } = metadata;
  const token = annotations["reconcile.fluxcd.io/requestedAt"];
  const isAsked = token !== undefined && token !== status["lastHandledReconcileAt"];
  const conditions = Array.isArray(status["conditions"]) ? status["conditions"].filter(isRecord) : [];
  const ready = conditions.find(({ type }) => type === "Ready");
  if (ready === undefined) return undefined;
  const isReady = ready["status"] === "True";
  if (!isAsked && (!isReady || status["observedGeneration"] === generation)) return undefined;

  const at = now.toISOString().replace(/\.\d+Z$/, "Z");
  const working = conditions.find(({ reason }) => reason === "Progressing");
  if (working === undefined) {
    const begun = { type: "Reconciling", status: "True", reason: "Progressing", message: "reconciliation in progress" };
    const others = conditions.filter(({ type }) => type !== "Reconciling");
    return {
      status: { conditions: [{ ...begun, lastTransitionTime: at, observedGeneration: generation }, ...others] },
    };
  }
  if (now.getTime() - Date.parse(String(working["lastTransitionTime"])) < reconcileTime) return undefined;
  const left = conditions.filter((condition) => condition !== working);
  return {
    status: {
      conditions: left.map((condition) => ({ ...condition, observedGeneration: generation })),
      ...(isReady ? { observedGeneration: generation } : {}),
      ...(token === undefined ? {} : { lastHandledReconcileAt: token, ...handled(annotations, token) }),
    },
  };
}

/** helm-controller echoes what else was asked for with the same token; other kinds ignore it. */
function handled(annotations: Readonly<Record<string, string>>, token: string): object {
  return {
    ...(annotations["reconcile.fluxcd.io/forceAt"] === token ? { lastHandledForceAt: token } : {}),
    ...(annotations["reconcile.fluxcd.io/resetAt"] === token ? { lastHandledResetAt: token } : {}),
  };
}

/** Answers as External Secrets does when the annotation that forces a refresh is newer than the last one. */
export function answerSecret({ metadata, status }: DemoObject, now: Date): StandInPatch | undefined {
  const asked = Number(metadata.annotations?.["force-sync"]);
  if (Number.isNaN(asked)) return undefined;
  // Seconds since 1970, or milliseconds.
  const request = asked < 1e12 ? asked * 1000 : asked;
  if (now.getTime() < request + 1500 || Date.parse(String(status["refreshTime"])) > request) return undefined;
  return { status: { refreshTime: now.toISOString().replace(/\.\d+Z$/, "Z") } };
}
