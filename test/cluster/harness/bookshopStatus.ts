/** A `status` as a controller writes it. */
type Status = Readonly<Record<string, unknown>>;

const commit = "3f2a1c0d9b7e4a5c8d6f1e2b3a4c5d6e7f8a9b0c";
const olderCommit = "b81d2e6f0a9c4b7d8e5f6a1b2c3d4e5f6a7b8c9d";

/** Statuses by `Kind/name`; `now` in milliseconds since 1970. */
export function bookshopStatus(now: number): Readonly<Record<string, Status>> {
  const ago = (minutes: number) => `${new Date(now - minutes * 60_000).toISOString().slice(0, 19)}Z`;
  return { ...applications(ago), ...kustomizations(ago), ...releases(ago), ...sources(ago), ...secrets(ago) };
}

type Ago = (minutes: number) => string;

function applications(ago: Ago): Readonly<Record<string, Status>> {
  const healthy = (path: string, namespace: string) =>
    application(ago, { path, namespace, sync: "Synced", health: "Healthy", resources: workload(namespace) });
  return {
    "Application/root": application(ago, {
      path: "argocd/applications",
      namespace: "argocd",
      sync: "Synced",
      health: "Healthy",
      resources: ["catalog-development", "catalog-staging", "catalog-production", "storefront-production"].map(
        (name) => ({
          group: "argoproj.io",
          version: "v1alpha1",
          kind: "Application",
          namespace: "argocd",
          name,
          status: "Synced",
        }),
      ),
    }),
    "Application/catalog-development": healthy("applications/catalog/overlays/development", "catalog-development"),
    "Application/catalog-production": healthy("applications/catalog/overlays/production", "catalog-production"),
    "Application/storefront-development": healthy(
      "applications/storefront/overlays/development",
      "storefront-development",
    ),
    "Application/catalog-staging": application(ago, {
      path: "applications/catalog/overlays/staging",
      namespace: "catalog-staging",
      sync: "Synced",
      health: "Progressing",
      resources: workload("catalog-staging", { status: "Progressing", message: "Waiting for rollout: 1 of 2 updated" }),
    }),
    "Application/storefront-staging": application(ago, {
      path: "applications/storefront/overlays/staging",
      namespace: "storefront-staging",
      sync: "OutOfSync",
      health: "Healthy",
      resources: workload("storefront-staging").map((each) => ({ ...each, status: "OutOfSync" })),
    }),
    "Application/storefront-production": application(ago, {
      path: "applications/storefront/overlays/production",
      namespace: "storefront-production",
      sync: "OutOfSync",
      health: "Degraded",
      resources: [
        ...workload("storefront-production", {
          status: "Degraded",
          message: 'Deployment "storefront" exceeded its progress deadline',
        }),
        resource("", "v1", "ConfigMap", "storefront-production", "storefront-banner", { requiresPruning: true }),
      ],
    }),
    "Application/smoke-test": {
      sync: { status: "Unknown" },
      health: { status: "Unknown" },
      conditions: [
        {
          type: "ComparisonError",
          message: `Failed to load target state: failed to generate manifest for source 1 of 2: rpc error: code = Unknown desc = chart podinfo version 6.9.2 not found in https://stefanprodan.github.io/podinfo repository`,
          lastTransitionTime: ago(14),
        },
      ],
      reconciledAt: ago(14),
    },
  };
}

interface ApplicationState {
  readonly path: string;
  readonly namespace: string;
  readonly sync: string;
  readonly health: string;
  readonly resources: readonly Status[];
}

function application(ago: Ago, { path, namespace, sync, health, resources }: ApplicationState): Status {
  const source = { repoURL: "https://github.com/example-org/gitops", targetRevision: "main", path };
  const destination = { server: "https://kubernetes.default.svc", namespace };
  return {
    sync: { status: sync, revision: commit, comparedTo: { source, destination } },
    health: { status: health, lastTransitionTime: ago(2) },
    reconciledAt: ago(1),
    sourceType: "Kustomize",
    resources,
    summary: { images: ["ghcr.io/example-org/storefront:1.8.2"] },
    history: [
      {
        id: 6,
        revision: olderCommit,
        source,
        deployStartedAt: ago(2890),
        deployedAt: ago(2889),
        initiatedBy: { username: "admin" },
      },
      {
        id: 7,
        revision: commit,
        source,
        deployStartedAt: ago(3),
        deployedAt: ago(2),
        initiatedBy: { automated: true },
      },
    ],
    operationState: {
      operation: { sync: { revision: commit } },
      phase: "Succeeded",
      message: "successfully synced (all tasks run)",
      startedAt: ago(3),
      finishedAt: ago(2),
      syncResult: { revision: commit, source, resources: [] },
    },
  };
}

/** A Deployment with what it needs; `health` is that of the Deployment. */
function workload(namespace: string, health: Status = { status: "Healthy" }): readonly Status[] {
  const name = namespace.split("-")[0] ?? namespace;
  return [
    resource("", "v1", "Service", namespace, name, { health: { status: "Healthy" } }),
    resource("apps", "v1", "Deployment", namespace, name, {
      health,
      ...(health["status"] === "Degraded" && { status: "OutOfSync" }),
    }),
    resource("networking.k8s.io", "v1", "Ingress", namespace, name, { health: { status: "Healthy" } }),
  ];
}

function resource(
  group: string,
  version: string,
  kind: string,
  namespace: string,
  name: string,
  more: Status = {},
): Status {
  const status = more["requiresPruning"] === true ? "OutOfSync" : "Synced";
  return { group, version, kind, namespace, name, status, ...more };
}

const branch = `main@sha1:${commit}`;

function kustomizations(ago: Ago): Readonly<Record<string, Status>> {
  const entries = (...ids: readonly string[]) => ({ entries: ids.map((id) => ({ id, v: "v1" })) });
  const healthy = (...ids: readonly string[]): Status => ({
    observedGeneration: 1,
    lastAppliedRevision: branch,
    lastAttemptedRevision: branch,
    inventory: entries(...ids),
    conditions: [ready("True", "ReconciliationSucceeded", `Applied revision: ${branch}`, ago(4))],
  });
  return {
    "Kustomization/flux-system": healthy(
      "flux-system_infrastructure-controllers_kustomize.toolkit.fluxcd.io_Kustomization",
      "flux-system_infrastructure-secrets_kustomize.toolkit.fluxcd.io_Kustomization",
    ),
    "Kustomization/infrastructure-controllers": healthy(
      "external-secrets_external-secrets_helm.toolkit.fluxcd.io_HelmRelease",
      "traefik_traefik_helm.toolkit.fluxcd.io_HelmRelease",
    ),
    "Kustomization/infrastructure-secrets": {
      observedGeneration: 1,
      lastAttemptedRevision: branch,
      lastAppliedRevision: `main@sha1:${olderCommit}`,
      conditions: [
        ready(
          "False",
          "ArtifactFailed",
          "kustomization path not found: stat /tmp/kustomization-1947/infrastructure/secrets: no such file or directory",
          ago(6),
        ),
      ],
    },
    "Kustomization/monitoring-controllers": healthy(
      "monitoring_kube-prometheus-stack_helm.toolkit.fluxcd.io_HelmRelease",
    ),
    "Kustomization/monitoring-configs": {
      observedGeneration: -1,
      conditions: [
        ready("False", "DependencyNotReady", "dependency 'flux-system/monitoring-controllers' is not ready", ago(5)),
      ],
    },
    "Kustomization/tenants": healthy(),
    "Kustomization/argocd": healthy("argocd_root_argoproj.io_Application"),
  };
}

function releases(ago: Ago): Readonly<Record<string, Status>> {
  const installed = (chart: string, version: string): Status => ({
    observedGeneration: 1,
    lastAttemptedRevision: version,
    history: [
      {
        name: chart,
        namespace: chart,
        version: 3,
        chartName: chart,
        chartVersion: version,
        status: "deployed",
        firstDeployed: ago(9000),
        lastDeployed: ago(70),
        configDigest: "sha256:00",
        digest: "sha256:00",
      },
    ],
    conditions: [ready("True", "UpgradeSucceeded", `Helm upgrade succeeded for release ${chart}/${chart}.v3`, ago(70))],
  });
  return {
    "HelmRelease/external-secrets": installed("external-secrets", "1.1.0"),
    "HelmRelease/cert-manager": installed("cert-manager", "v1.19.1"),
    "HelmRelease/argo-cd": installed("argo-cd", "9.1.4"),
    "HelmRelease/traefik": {
      observedGeneration: 1,
      conditions: [
        ready(
          "False",
          "ArtifactFailed",
          "HelmChart 'traefik/traefik-traefik' is not ready: invalid chart reference: failed to get chart version for remote reference: no 'traefik' chart with version matching '37.3.0' found",
          ago(12),
        ),
      ],
    },
    "HelmRelease/kube-prometheus-stack": installed("kube-prometheus-stack", "79.5.0"),
  };
}

function sources(ago: Ago): Readonly<Record<string, Status>> {
  const stored = (revision: string): Status => ({
    observedGeneration: 1,
    artifact: {
      revision,
      digest: `sha256:${"0".repeat(64)}`,
      path: "artifact.tar.gz",
      url: "http://source-controller.flux-system.svc.cluster.local./artifact.tar.gz",
      lastUpdateTime: ago(4),
      size: 20_480,
    },
    conditions: [ready("True", "Succeeded", `stored artifact for revision '${revision}'`, ago(4))],
  });
  return {
    "GitRepository/flux-system": stored(branch),
    "HelmRepository/external-secrets": stored(`sha256:${"1".repeat(64)}`),
    "HelmRepository/traefik": stored(`sha256:${"2".repeat(64)}`),
    "HelmRepository/prometheus-community": {
      observedGeneration: 1,
      conditions: [
        ready(
          "False",
          "IndexationFailed",
          'failed to fetch Helm repository index: Get "https://prometheus-community.github.io/helm-charts/index.yaml": dial tcp: i/o timeout',
          ago(9),
        ),
        {
          ...ready("True", "IndexationFailed", "failed to fetch Helm repository index: dial tcp: i/o timeout", ago(9)),
          type: "FetchFailed",
        },
      ],
    },
    "OCIRepository/argo-cd": stored(`9.1.4@sha256:${"3".repeat(64)}`),
    "OCIRepository/cert-manager": stored(`v1.19.1@sha256:${"4".repeat(64)}`),
  };
}

function secrets(ago: Ago): Readonly<Record<string, Status>> {
  return {
    "ClusterSecretStore/vault": {
      capabilities: "ReadWrite",
      conditions: [ready("True", "Valid", "store validated", ago(400), false)],
    },
    "ExternalSecret/grafana-admin": {
      refreshTime: ago(11),
      syncedResourceVersion: "1-0",
      conditions: [ready("False", "SecretSyncedError", "could not get secret data from provider", ago(11), false)],
    },
  };
}

/** Flux's conditions carry the generation they were made for, those of External Secrets do not. */
function ready(status: string, reason: string, message: string, since: string, hasGeneration = true): Status {
  const condition = { type: "Ready", status, reason, message, lastTransitionTime: since };
  return hasGeneration ? { ...condition, observedGeneration: 1 } : condition;
}
