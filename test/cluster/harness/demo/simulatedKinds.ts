/** A kind that the simulated API server serves. */
export interface SimulatedKind {
  /** `argoproj.io/v1alpha1`; `v1` for the core group. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Name in paths. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** Whether the status is written at a path of its own. */
  readonly hasStatus: boolean;
}

function kinds(
  apiVersion: string,
  plurals: Readonly<Record<string, string>>,
  { namespaced = true, hasStatus = true } = {},
): readonly SimulatedKind[] {
  return Object.entries(plurals).map(([kind, plural]) => ({ apiVersion, kind, plural, namespaced, hasStatus }));
}

/** The kinds that the demo's objects are of. */
export const simulatedKinds: readonly SimulatedKind[] = [
  ...kinds("v1", { Namespace: "namespaces" }, { namespaced: false }),
  ...kinds(
    "v1",
    { ConfigMap: "configmaps", Event: "events", Secret: "secrets", ServiceAccount: "serviceaccounts" },
    { hasStatus: false },
  ),
  ...kinds("v1", { Pod: "pods", Service: "services" }),
  ...kinds("apps/v1", { Deployment: "deployments" }),
  ...kinds("networking.k8s.io/v1", { Ingress: "ingresses" }),
  ...kinds("policy/v1", { PodDisruptionBudget: "poddisruptionbudgets" }),
  ...kinds("rbac.authorization.k8s.io/v1", { Role: "roles", RoleBinding: "rolebindings" }, { hasStatus: false }),
  ...kinds("argoproj.io/v1alpha1", { Application: "applications", AppProject: "appprojects" }, { hasStatus: false }),
  ...kinds("kustomize.toolkit.fluxcd.io/v1", { Kustomization: "kustomizations" }),
  ...kinds("helm.toolkit.fluxcd.io/v2", { HelmRelease: "helmreleases" }),
  ...kinds("source.toolkit.fluxcd.io/v1", {
    GitRepository: "gitrepositories",
    HelmRepository: "helmrepositories",
    OCIRepository: "ocirepositories",
    HelmChart: "helmcharts",
    Bucket: "buckets",
  }),
  ...kinds("external-secrets.io/v1", { ExternalSecret: "externalsecrets", SecretStore: "secretstores" }),
  ...kinds(
    "external-secrets.io/v1",
    { ClusterSecretStore: "clustersecretstores", ClusterExternalSecret: "clusterexternalsecrets" },
    { namespaced: false },
  ),
];
