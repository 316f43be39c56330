import { conditionIn } from "../../../cluster/conditions.ts";
import type { LiveHistoryEntry, LiveKind, ManagedResource } from "../../../cluster/liveKind.ts";
import { itemsAt, jsonAt, keyOf, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import { shortRevision } from "../../../cluster/revision.ts";
import { kustomizeToolkitGroup, sourceGroup } from "../common.ts";
import { fluxKind } from "./fluxKind.ts";
import { bad, type Question, ready, reconciling, waitingFor } from "./fluxStatus.ts";
import { inventoryOf } from "./inventory.ts";
import { kubeConfigRemote, kustomizationSources } from "./provenance.ts";
import { reconcile } from "./reconcile.ts";
import { resume, suspend } from "./suspend.ts";
import { reconcileWithSource } from "./withSource.ts";

/** Applies a directory of a source (kustomize-controller v1). */
export const liveFluxKustomization: LiveKind = fluxKind({
  group: kustomizeToolkitGroup,
  kind: "Kustomization",
  versions: ["v1"],
  role: "application",
  title: "Flux Kustomization",
  command: "kustomization",
  questions: [
    waitingFor("DependencyNotReady"),
    bad("Ready", "False"),
    bad("Healthy", "False"),
    reconciling,
    behindSource,
    ready,
  ],
  revisionOf: (object) => textAt(object.status, "lastAppliedRevision"),
  historyOf,
  resourcesOf,
  places: [
    { pattern: /path not found|no such file or directory/, fields: [["spec", "path"]] },
    { pattern: /decrypt|sops/i, fields: [["spec", "decryption"]] },
    { pattern: /post build failed|envsubst|substitut/i, fields: [["spec", "postBuild"]] },
    { pattern: /service ?account|impersonat/i, fields: [["spec", "serviceAccountName"]] },
    { pattern: /kubeconfig/i, fields: [["spec", "kubeConfig"]] },
    { reasons: ["ArtifactFailed", "AccessDenied"], fields: [["spec", "sourceRef"]] },
    { reasons: ["BuildFailed"], fields: [["spec", "path"]] },
    {
      reasons: ["HealthCheckFailed", "HealthCheckCanceled"],
      fields: [
        ["spec", "healthChecks"],
        ["spec", "wait"],
      ],
    },
    { reasons: ["PruneFailed"], fields: [["spec", "prune"]] },
    {
      reasons: ["InvalidCELExpression"],
      fields: [
        ["spec", "healthCheckExprs"],
        ["spec", "dependsOn"],
      ],
    },
  ],
  hintsOf: (object) => {
    const revision = textAt(object.status, "lastAppliedRevision");
    return revision === undefined ? [] : [{ path: ["spec", "sourceRef", "name"], text: shortRevision(revision) }];
  },
  sourcesOf: kustomizationSources,
  remoteOf: kubeConfigRemote,
  actions: [reconcile, reconcileWithSource, resume, suspend],
  facts: (object) =>
    present({
      source: sourceText(object),
      path: textAt(object.spec, "path"),
      prune: jsonAt(object.spec, "prune"),
      lastAttemptedRevision: textAt(object.status, "lastAttemptedRevision"),
    }),
});

/** Ready, but for an older artifact than its source has by now. */
function behindSource(...[object, { lookup }]: Parameters<Question>): ReturnType<Question> {
  const reference = jsonAt(object.spec, "sourceRef");
  const source = lookup.find({
    group: sourceGroup,
    kind: textAt(reference, "kind") ?? "",
    namespace: textAt(reference, "namespace") ?? object.metadata.namespace ?? "",
    name: textAt(reference, "name") ?? "",
  });
  const fetched = textAt(source?.status, "artifact", "revision");
  const applied = textAt(object.status, "lastAppliedRevision");
  const condition = conditionIn(object, "Ready", "True");
  if (!condition || fetched === undefined || applied === undefined || fetched === applied) return undefined;
  const message = `The source is at ${shortRevision(fetched)} by now.`;
  return {
    status: "OutOfSync",
    word: "New revision",
    message,
    since: textAt(source?.status, "artifact", "lastUpdateTime"),
  };
}

function historyOf(object: LiveObject): readonly LiveHistoryEntry[] {
  return itemsAt(object.status, "history").map((entry) => {
    const count = jsonAt(entry, "totalReconciliations");
    const result = textAt(entry, "lastReconciledStatus");
    return present({
      id: textAt(entry, "digest") ?? "",
      revision: textAt(entry, "metadata", "revision") ?? "",
      when: textAt(entry, "lastReconciled"),
      detail:
        result === undefined
          ? undefined
          : `${result}${typeof count === "number" && count > 1 ? ` (${count} times)` : ""}`,
    });
  });
}

/** The applied objects; one that the message of a failure names is failed. */
function resourcesOf(object: LiveObject): readonly ManagedResource[] {
  const message = conditionIn(object, "Ready", "False")?.message ?? "";
  return inventoryOf(object).map((key) => {
    const name = `${key.kind}/${key.namespace === "" ? key.name : `${key.namespace}/${key.name}`}`;
    return speaksOf(message, name) ? { ...key, status: "Degraded", words: ["Failed"], message } : { ...key, words: [] };
  });
}

/** Whether a message names an object, not only one whose name begins or ends alike. */
function speaksOf(message: string, name: string): boolean {
  const at = message.indexOf(name);
  return at >= 0 && !/[\w.-]$/.test(message.slice(0, at)) && !/^[\w.-]/.test(message.slice(at + name.length));
}

function sourceText(object: LiveObject): string | undefined {
  const name = textAt(object.spec, "sourceRef", "name");
  const namespace = textAt(object.spec, "sourceRef", "namespace") ?? keyOf(object).namespace;
  return name === undefined ? undefined : `${textAt(object.spec, "sourceRef", "kind") ?? ""} ${namespace}/${name}`;
}
