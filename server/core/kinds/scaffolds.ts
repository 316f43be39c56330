import type { FieldPath, GroupKind } from "./descriptor.ts";

/** A field that a new manifest of a kind begins with: where, and what is written there unless the user knows better. */
export interface ScaffoldField {
  readonly path: FieldPath;
  readonly value?: string;
}

const named: readonly ScaffoldField[] = [{ path: "metadata.name" }, { path: "metadata.namespace" }];
const inArgo: readonly ScaffoldField[] = [{ path: "metadata.name" }, { path: "metadata.namespace", value: "argocd" }];
const inFlux: readonly ScaffoldField[] = [
  { path: "metadata.name" },
  { path: "metadata.namespace", value: "flux-system" },
];

const externalSecretFields: readonly ScaffoldField[] = [
  { path: "refreshInterval", value: "1h" },
  { path: "secretStoreRef.kind" },
  { path: "secretStoreRef.name" },
  { path: "target.name" },
  { path: "data[*].secretKey" },
  { path: "data[*].remoteRef.key" },
];

function below(parent: FieldPath, fields: readonly ScaffoldField[]): readonly ScaffoldField[] {
  return fields.map((field) => ({ ...field, path: `${parent}.${field.path}` }));
}

/** What a first manifest usually holds beside what its schema requires, in the order of writing. */
const scaffolds: Readonly<Record<string, readonly ScaffoldField[]>> = {
  "argoproj.io/Application": [
    ...inArgo,
    { path: "spec.project", value: "default" },
    { path: "spec.source.repoURL" },
    { path: "spec.source.targetRevision", value: "main" },
    { path: "spec.source.path" },
    { path: "spec.destination.server", value: "https://kubernetes.default.svc" },
    { path: "spec.destination.namespace" },
    { path: "spec.syncPolicy.automated.prune", value: "true" },
    { path: "spec.syncPolicy.automated.selfHeal", value: "true" },
    { path: "spec.syncPolicy.syncOptions[*]", value: "CreateNamespace=true" },
  ],
  "argoproj.io/AppProject": [
    ...inArgo,
    { path: "spec.description" },
    { path: "spec.sourceRepos[*]" },
    { path: "spec.destinations[*].server", value: "https://kubernetes.default.svc" },
    { path: "spec.destinations[*].namespace" },
  ],
  "kustomize.config.k8s.io/Kustomization": [{ path: "resources[*]" }],
  "kustomize.config.k8s.io/Component": [{ path: "patches[*].path" }],
  "kustomize.toolkit.fluxcd.io/Kustomization": [
    ...inFlux,
    { path: "spec.interval", value: "10m" },
    { path: "spec.sourceRef.kind", value: "GitRepository" },
    { path: "spec.sourceRef.name", value: "flux-system" },
    { path: "spec.path", value: "./" },
    { path: "spec.prune", value: "true" },
    { path: "spec.wait", value: "true" },
  ],
  "helm.toolkit.fluxcd.io/HelmRelease": [
    ...named,
    { path: "spec.interval", value: "30m" },
    { path: "spec.chart.spec.chart" },
    { path: "spec.chart.spec.version" },
    { path: "spec.chart.spec.sourceRef.kind", value: "HelmRepository" },
    { path: "spec.chart.spec.sourceRef.name" },
    { path: "spec.values" },
  ],
  "source.toolkit.fluxcd.io/GitRepository": [
    ...inFlux,
    { path: "spec.interval", value: "1m" },
    { path: "spec.url", value: "https://" },
    { path: "spec.ref.branch", value: "main" },
  ],
  "source.toolkit.fluxcd.io/HelmRepository": [
    ...inFlux,
    { path: "spec.interval", value: "1h" },
    { path: "spec.url", value: "https://" },
  ],
  "source.toolkit.fluxcd.io/OCIRepository": [
    ...inFlux,
    { path: "spec.interval", value: "10m" },
    { path: "spec.url", value: "oci://" },
    { path: "spec.ref.tag" },
  ],
  "source.toolkit.fluxcd.io/Bucket": [
    ...inFlux,
    { path: "spec.interval", value: "10m" },
    { path: "spec.provider" },
    { path: "spec.bucketName" },
    { path: "spec.endpoint" },
    { path: "spec.secretRef.name" },
  ],
  "external-secrets.io/ExternalSecret": [...named, ...below("spec", externalSecretFields)],
  "external-secrets.io/ClusterExternalSecret": [
    { path: "metadata.name" },
    { path: "spec.namespaceSelectors[*].matchLabels" },
    ...below("spec.externalSecretSpec", externalSecretFields),
  ],
  "external-secrets.io/SecretStore": [...named, { path: "spec.provider" }],
  "external-secrets.io/ClusterSecretStore": [{ path: "metadata.name" }, { path: "spec.provider" }],
};

/** The fields that a new manifest begins with; for kinds that nobody described the name, the rest comes from the schema. */
export function scaffoldOf({ group, kind }: GroupKind): readonly ScaffoldField[] {
  return scaffolds[`${group}/${kind}`] ?? named;
}
