import type { ApiClient } from "../apiClient.ts";
import { applyAll, isRecord, type Manifest } from "../apply.ts";

/** Makes the HelmChart of each HelmRelease that names a chart, as helm-controller does, in the state of the release. */
export async function applyHelmCharts(client: ApiClient): Promise<void> {
  const list = await client.must({ path: "/apis/helm.toolkit.fluxcd.io/v2/helmreleases" });
  const releases = isRecord(list) && Array.isArray(list["items"]) ? list["items"] : [];
  await applyAll(
    client,
    releases.flatMap((release: unknown) => chartOf(release)),
  );
}

function chartOf(release: unknown): readonly Manifest[] {
  if (!isRecord(release) || !isRecord(release["metadata"]) || !isRecord(release["spec"])) return [];
  const { metadata, spec } = release;
  const chart = isRecord(spec["chart"]) && isRecord(spec["chart"]["spec"]) ? spec["chart"]["spec"] : undefined;
  if (chart === undefined || !isRecord(chart["sourceRef"])) return [];
  const { kind, name, namespace = metadata["namespace"] } = chart["sourceRef"];
  const version = String(chart["version"] ?? "*");
  return [
    {
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "HelmChart",
      metadata: { name: `${metadata["namespace"]}-${metadata["name"]}`, namespace: String(namespace) },
      spec: { chart: chart["chart"], version, interval: spec["interval"] ?? "1h", sourceRef: { kind, name } },
      status: statusOf(release["status"], String(chart["chart"]), version),
    },
  ];
}

function statusOf(releaseStatus: unknown, chart: string, version: string): object {
  const conditions =
    isRecord(releaseStatus) && Array.isArray(releaseStatus["conditions"]) ? releaseStatus["conditions"] : [];
  const ready = conditions.find((condition) => isRecord(condition) && condition["type"] === "Ready");
  const since = isRecord(ready) ? ready["lastTransitionTime"] : new Date().toISOString();
  const condition = { type: "Ready", lastTransitionTime: since, observedGeneration: 1 };
  if (isRecord(ready) && ready["reason"] === "ArtifactFailed") {
    const message = String(ready["message"]).replace(/^HelmChart '[^']*' is not ready: /, "");
    const failed = { ...condition, status: "False", reason: "InvalidChartReference", message };
    return { observedGeneration: 1, conditions: [failed] };
  }
  const message = `pulled '${chart}' chart with version '${version}'`;
  return {
    observedGeneration: 1,
    observedChartName: chart,
    conditions: [{ ...condition, status: "True", reason: "ChartPullSucceeded", message }],
  };
}
