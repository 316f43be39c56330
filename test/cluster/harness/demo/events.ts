import type { ApiClient } from "../apiClient.ts";
import { applyAll, type Manifest } from "../apply.ts";

interface Happening {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** Minutes ago: the first and the last time. */
  readonly between: readonly [number, number];
  readonly by: string;
}

const flux = "kustomize.toolkit.fluxcd.io/v1";

const happenings: readonly Happening[] = [
  {
    apiVersion: flux,
    kind: "Kustomization",
    namespace: "flux-system",
    name: "infrastructure-secrets",
    type: "Warning",
    reason: "ArtifactFailed",
    message:
      "kustomization path not found: stat /tmp/kustomization-1947/infrastructure/secrets: no such file or directory",
    count: 9,
    between: [38, 1],
    by: "kustomize-controller",
  },
  {
    apiVersion: flux,
    kind: "Kustomization",
    namespace: "flux-system",
    name: "infrastructure-controllers",
    type: "Normal",
    reason: "ReconciliationSucceeded",
    message: "Reconciliation finished in 812ms, next run in 1h0m0s",
    count: 1,
    between: [4, 4],
    by: "kustomize-controller",
  },
  {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    namespace: "traefik",
    name: "traefik",
    type: "Warning",
    reason: "ArtifactFailed",
    message:
      "HelmChart 'traefik/traefik-traefik' is not ready: no 'traefik' chart with version matching '37.3.0' found",
    count: 12,
    between: [60, 12],
    by: "helm-controller",
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    namespace: "argocd",
    name: "storefront-production",
    type: "Normal",
    reason: "ResourceUpdated",
    message: "Updated health status: Progressing -> Degraded",
    count: 1,
    between: [2, 2],
    by: "argocd-application-controller",
  },
];

/** Events about some of the failing objects. `now` in milliseconds since 1970. */
export async function applyEvents(client: ApiClient, now: number): Promise<void> {
  await applyAll(
    client,
    happenings.map((happening) => eventOf(happening, now)),
  );
}

function eventOf({ between, by, ...about }: Happening, now: number): Manifest {
  const [first, last] = between.map((minutes) => `${new Date(now - minutes * 60_000).toISOString().slice(0, 19)}Z`);
  const { apiVersion, kind, namespace, name, type, reason, message, count } = about;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.${reason.toLowerCase()}`, namespace },
    involvedObject: { apiVersion, kind, namespace, name },
    type,
    reason,
    message,
    count,
    firstTimestamp: first,
    lastTimestamp: last,
    source: { component: by },
    reportingComponent: by,
  };
}
