import { conditionOf, liveConditions } from "../../../cluster/conditions.ts";
import type { LiveKind } from "../../../cluster/liveKind.ts";
import { isJsonObject, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import type { LiveStatus, Status } from "../../../cluster/status.ts";
import { externalSecretsGroup } from "../common.ts";
import { secretMeanings } from "./secrets.ts";

/** Where ExternalSecrets of one namespace get their values (External Secrets Operator v1). */
export const liveSecretStore: LiveKind = {
  group: externalSecretsGroup,
  kind: "SecretStore",
  versions: ["v1", "v1beta1"],
  role: "source",
  title: "SecretStore",
  statusOf,
  conditionsOf: (object) => liveConditions(object, secretMeanings),
  historyOf: () => [],
  resourcesOf: () => [],
  placesOf: (object) =>
    liveConditions(object, secretMeanings)
      .filter(({ severity }) => severity === "error")
      .map((condition) => ({ condition, path: ["spec", "provider", ...providerOf(object)] })),
  hintsOf: () => [],
  projectOf: () => undefined,
  actions: [],
  commandLine: () => undefined,
  facts: (object) => present({ provider: providerOf(object)[0], capabilities: textAt(object.status, "capabilities") }),
};

/** Where ExternalSecrets of all namespaces get their values (External Secrets Operator v1). */
export const liveClusterSecretStore: LiveKind = {
  ...liveSecretStore,
  kind: "ClusterSecretStore",
  scope: "Cluster",
  title: "ClusterSecretStore",
};

function statusOf(object: LiveObject): LiveStatus {
  const { deletionTimestamp } = object.metadata;
  if (deletionTimestamp !== undefined) return { status: "Progressing", words: ["Deleting"], since: deletionTimestamp };
  const ready = conditionOf(object, "Ready");
  if (!ready) return { status: "Unknown", words: [] };
  const { reason, message, since } = ready;
  const status: Status =
    reason === "ValidationUnknown"
      ? "Unknown"
      : ready.status === "True"
        ? "Synced"
        : ready.status === "False"
          ? "Degraded"
          : "Unknown";
  return present({ status, words: [reason ?? "Ready"], message, since });
}

function providerOf(object: LiveObject): readonly string[] {
  const provider = jsonAt(object.spec, "provider");
  return isJsonObject(provider) ? Object.keys(provider).slice(0, 1) : [];
}
