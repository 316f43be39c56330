import { type ConditionMeanings, conditionIn, conditionOf, liveConditions } from "../../../cluster/conditions.ts";
import type { ConditionPlace, LiveContext, LiveKind } from "../../../cluster/liveKind.ts";
import { jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import type { LiveStatus } from "../../../cluster/status.ts";
import { goDuration } from "../../../text/goDuration.ts";
import { externalSecretsGroup } from "../common.ts";
import { refresh, refreshAll } from "./refresh.ts";

/** What conditions of the operator mean (external-secrets apis/externalsecrets/v1). */
export const secretMeanings: ConditionMeanings = {
  negative: new Set(["Deleted", "NotReady", "PartiallyReady"]),
  news: new Set(),
  mild: new Set(["PartiallyReady"]),
  passing: new Set(),
};

/** Makes a Secret from values of a store (External Secrets Operator v1). */
export const liveExternalSecret: LiveKind = {
  group: externalSecretsGroup,
  kind: "ExternalSecret",
  versions: ["v1", "v1beta1"],
  role: "other",
  title: "ExternalSecret",
  statusOf,
  conditionsOf: (object) => liveConditions(object, secretMeanings),
  historyOf: () => [],
  resourcesOf,
  placesOf,
  hintsOf: () => [],
  projectOf: () => undefined,
  actions: [refresh],
  commandLine: ({ metadata }, action) =>
    action === refresh.id
      ? `kubectl annotate externalsecret ${metadata.name} -n ${metadata.namespace ?? "default"} force-sync=$(date +%s) --overwrite`
      : undefined,
  facts: (object) =>
    present({
      store: textAt(object.spec, "secretStoreRef", "name"),
      refreshInterval: textAt(object.spec, "refreshInterval"),
      refreshTime: textAt(object.status, "refreshTime"),
      target: textAt(object.status, "binding", "name"),
    }),
};

/** Makes ExternalSecrets in several namespaces (External Secrets Operator v1). */
export const liveClusterExternalSecret: LiveKind = {
  ...liveExternalSecret,
  kind: "ClusterExternalSecret",
  scope: "Cluster",
  title: "ClusterExternalSecret",
  statusOf: (object) => {
    const ready = conditionOf(object, "Ready");
    const status = ready?.status === "True" ? "Synced" : ready ? "Degraded" : "Unknown";
    return present({
      status,
      words: [ready?.reason ?? ready?.type].filter((each) => each !== undefined),
      message: ready?.message,
      since: ready?.since,
    });
  },
  resourcesOf: () => [],
  placesOf: (object) =>
    liveConditions(object, secretMeanings)
      .filter(({ severity }) => severity !== "information")
      .map((condition) => ({ condition, path: ["spec", "externalSecretSpec"] })),
  actions: [refreshAll],
  commandLine: ({ metadata }, action) =>
    action === refresh.id
      ? `kubectl annotate clusterexternalsecret ${metadata.name} external-secrets.io/force-sync=$(date +%s) --overwrite`
      : undefined,
  facts: (object) => present({ refreshTime: textAt(object.spec, "refreshTime") }),
};

/** Younger objects than this, in milliseconds, may just not have been looked at yet. */
const newborn = 60_000;

function statusOf(object: LiveObject, { now }: LiveContext): LiveStatus {
  const { creationTimestamp = "", deletionTimestamp } = object.metadata;
  if (deletionTimestamp !== undefined) return { status: "Progressing", words: ["Deleting"], since: deletionTimestamp };
  const deleted = conditionIn(object, "Deleted", "True");
  const ready = deleted ?? conditionOf(object, "Ready");
  if (!ready) return { status: now - Date.parse(creationTimestamp) < newborn ? "Progressing" : "Unknown", words: [] };
  const { reason, message, status, type } = ready;
  const words = [reason ?? type];
  const since = textAt(object.status, "refreshTime") ?? ready.since;
  if (deleted || status === "False")
    return present({ status: "Degraded" as const, words, message, since: ready.since });
  if (status !== "True") return present({ status: "Unknown" as const, words, message, since });
  if (!isStale(object, now)) return present({ status: "Synced" as const, words, message, since });
  return present({ status: "OutOfSync" as const, words: ["Stale"], message: "It has missed two refreshes.", since });
}

function isStale(object: LiveObject, now: number): boolean {
  const refreshed = Date.parse(textAt(object.status, "refreshTime") ?? "");
  const interval = goDuration(textAt(object.spec, "refreshInterval") ?? "");
  const policy = textAt(object.spec, "refreshPolicy");
  const isPeriodic = policy === undefined || policy === "Periodic";
  return isPeriodic && interval !== undefined && interval > 0 && refreshed + 2 * interval < now;
}

function resourcesOf(object: LiveObject): ReturnType<LiveKind["resourcesOf"]> {
  const name = textAt(object.status, "binding", "name") ?? textAt(object.spec, "target", "name");
  const namespace = object.metadata.namespace ?? "";
  return name === undefined ? [] : [{ group: "", kind: "Secret", namespace, name, words: [] }];
}

/** A store that does not work, the entry whose key is missing, otherwise the kind. */
function placesOf(object: LiveObject, { lookup }: LiveContext): readonly ConditionPlace[] {
  const failures = liveConditions(object, secretMeanings).filter(({ severity }) => severity !== "information");
  const kind = textAt(object.spec, "secretStoreRef", "kind") ?? "SecretStore";
  const store = lookup.find({
    group: externalSecretsGroup,
    kind,
    namespace: kind === "SecretStore" ? (object.metadata.namespace ?? "") : "",
    name: textAt(object.spec, "secretStoreRef", "name") ?? "",
  });
  const isStoreBroken = store !== undefined && conditionIn(store, "Ready", "False") !== undefined;
  return failures.map((condition) => {
    const message = condition.message ?? "";
    if (isStoreBroken || /store/i.test(message)) return { condition, path: ["spec", "secretStoreRef"] };
    return { condition, path: entryPlace(object, message) ?? ["kind"] };
  });
}

/** `error processing spec.data[0] (key: …)`, `spec.dataFrom[1].extract` (external-secrets pkg/controllers, v2). */
function entryPlace(object: LiveObject, message: string): readonly (string | number)[] | undefined {
  const [, list, number] = /spec\.(data|dataFrom)\[(\d+)\]/.exec(message) ?? [];
  if (list === undefined) return /template/i.test(message) ? ["spec", "target", "template"] : undefined;
  const path = ["spec", list, Number(number)];
  return jsonAt({ spec: object.spec }, ...path) === undefined ? undefined : path;
}
