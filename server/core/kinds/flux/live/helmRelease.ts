import { conditionIn } from "../../../cluster/conditions.ts";
import type { LiveHistoryEntry, LiveKind } from "../../../cluster/liveKind.ts";
import { itemsAt, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import { helmToolkitGroup, sourceGroup } from "../common.ts";
import { fluxKind } from "./fluxKind.ts";
import { answer, bad, type Question, ready, reconciling, waitingFor } from "./fluxStatus.ts";
import { inventoryOf } from "./inventory.ts";
import { kubeConfigRemote } from "./provenance.ts";
import { reconcile } from "./reconcile.ts";
import { force, reset } from "./releaseActions.ts";
import { resume, suspend } from "./suspend.ts";
import { reconcileWithSource } from "./withSource.ts";

/** Where the source of the chart is named. */
const source = [
  ["spec", "chart", "spec", "sourceRef"],
  ["spec", "chartRef"],
] as const;

/** Installs and upgrades a chart (helm-controller v2). */
export const liveHelmRelease: LiveKind = fluxKind({
  group: helmToolkitGroup,
  kind: "HelmRelease",
  versions: ["v2"],
  role: "application",
  title: "HelmRelease",
  command: "helmrelease",
  questions: [
    waitingFor("DependencyNotReady", "SourceNotReady"),
    bad("Ready", "False"),
    bad("Released", "False"),
    bad("TestSuccess", "False"),
    bad("Remediated", "True"),
    reconciling,
    (object) => answer("OutOfSync", conditionIn(object, "Drifted", "True")),
    behindChart,
    ready,
  ],
  revisionOf: (object) => textAt(object.status, "history", 0, "chartVersion"),
  historyOf,
  resourcesOf: (object) => inventoryOf(object).map((key) => ({ ...key, words: [] })),
  places: [
    {
      pattern: /chart with version matching|no chart version found|improper constraint|version .* not found/i,
      fields: [
        ["spec", "chart", "spec", "version"],
        ["spec", "chartRef"],
      ],
    },
    {
      pattern: /no chart name found|chart .* not found/i,
      fields: [
        ["spec", "chart", "spec", "chart"],
        ["spec", "chartRef"],
      ],
    },
    { reasons: ["SourceNotReady", "ArtifactFailed", "AccessDenied"], fields: source },
    {
      reasons: ["ValuesError"],
      fields: [
        ["spec", "valuesFrom"],
        ["spec", "values"],
      ],
    },
    {
      reasons: ["ChartMutateError"],
      fields: [
        ["spec", "postRenderers"],
        ["spec", "commonMetadata"],
      ],
    },
    {
      reasons: ["RESTClientError"],
      fields: [
        ["spec", "kubeConfig"],
        ["spec", "serviceAccountName"],
      ],
    },
    { reasons: ["TestFailed"], fields: [["spec", "test"]] },
    { reasons: ["DriftDetected"], fields: [["spec", "driftDetection"]] },
    { reasons: ["InstallFailed"], pattern: /namespaces? .* not found/, fields: [["spec", "targetNamespace"]] },
  ],
  hintsOf: (object) => {
    const version = textAt(object.status, "history", 0, "chartVersion");
    const path = ["spec", "chart", "spec", "version"];
    const wanted = textAt({ spec: object.spec }, ...path);
    return version === undefined || wanted === undefined || version === wanted ? [] : [{ path, text: version }];
  },
  remoteOf: kubeConfigRemote,
  actions: [reconcile, reconcileWithSource, resume, force, reset, suspend],
  facts: (object) =>
    present({
      chart: textAt(object.status, "history", 0, "chartName") ?? textAt(object.spec, "chart", "spec", "chart"),
      appVersion: textAt(object.status, "history", 0, "appVersion"),
      release: textAt(object.status, "history", 0, "name"),
      failures: jsonAt(object.status, "failures"),
    }),
});

/** Ready, but the chart that the version range stands for is a newer one by now. */
function behindChart(...[object, { lookup }]: Parameters<Question>): ReturnType<Question> {
  const [namespace = "", name = ""] = (textAt(object.status, "helmChart") ?? "").split("/");
  const chart = lookup.find({ group: sourceGroup, kind: "HelmChart", namespace, name });
  const fetched = textAt(chart?.status, "artifact", "revision");
  const released = textAt(object.status, "history", 0, "chartVersion");
  if (fetched === undefined || released === undefined || fetched === released) return undefined;
  if (!conditionIn(object, "Ready", "True")) return undefined;
  const since = textAt(chart?.status, "artifact", "lastUpdateTime");
  return { status: "OutOfSync", word: "New chart", message: `The chart is at ${fetched} by now.`, since };
}

function historyOf(object: LiveObject): readonly LiveHistoryEntry[] {
  return itemsAt(object.status, "history").map((entry) => {
    const chart = [textAt(entry, "chartName"), textAt(entry, "chartVersion")].filter((each) => each !== undefined);
    const version = textAt(entry, "appVersion");
    const detail = [textAt(entry, "status"), version === undefined ? undefined : `app ${version}`];
    return present({
      id: String(jsonAt(entry, "version") ?? ""),
      revision: chart.join("@"),
      when: textAt(entry, "lastDeployed"),
      detail: detail.filter((each) => each !== undefined).join(", "),
    });
  });
}
