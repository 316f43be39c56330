import { secretKind } from "../core/groupKinds.ts";
import type { Deployment, KindDescriptor, PathRule, ReferenceRule } from "../descriptor.ts";
import { argoChanges, argoOverrides } from "./renderChanges.ts";

/** The API group of Argo CD. */
export const argoGroup = "argoproj.io";

/** Secrets with this label tell Argo CD about clusters (argo-cd util/settings common.LabelValueSecretTypeCluster). */
const clusterSecret = { label: "argocd.argoproj.io/secret-type", labelValue: "cluster" };

const destination: readonly ReferenceRule[] = [
  {
    path: "spec.destination.name",
    to: [secretKind],
    namespace: "any",
    role: "destination",
    known: ["in-cluster"],
    whenMissing: "information",
    dataKey: { key: "name", ...clusterSecret },
  },
  {
    path: "spec.destination.server",
    to: [secretKind],
    namespace: "any",
    role: "destination",
    known: ["https://kubernetes.default.svc", "https://kubernetes.default.svc/"],
    whenMissing: "information",
    dataKey: { key: "server", ...clusterSecret },
  },
];

/** Argo CD fills the destination's namespace in only where the object has none. */
const intoDestination: Deployment = { namespaceField: "spec.destination.namespace", namespace: "default" };

function sourcePaths(source: string): readonly PathRule[] {
  const valueFile = {
    from: "source",
    expects: "file",
    role: "data",
    repository: { type: "address", field: "repoURL" },
    missing: "ARGO-VALUEFILE-MISSING",
    optionalField: "ignoreMissingValueFiles",
  } as const;
  return [
    {
      path: `${source}.path`,
      from: "repository",
      expects: "directory",
      role: "deployment",
      repository: { type: "address", field: "repoURL" },
      missing: "ARGO-PATH-MISSING",
      deploys: intoDestination,
    },
    { ...valueFile, path: `${source}.helm.valueFiles[*]` },
    { ...valueFile, path: `${source}.helm.fileParameters[*].path` },
    {
      path: `${source}.kustomize.components[*]`,
      from: "source",
      expects: "directory",
      role: "component",
      repository: { type: "address", field: "repoURL" },
      optionalField: "ignoreMissingComponents",
    },
  ];
}

/** The sync options that Argo CD compares by their exact text (argo-cd controller/sync.go, gitops-engine pkg/sync). */
const syncOptions: readonly string[] = [
  "CreateNamespace=true",
  "ServerSideApply=true",
  "ApplyOutOfSyncOnly=true",
  "PruneLast=true",
  "PrunePropagationPolicy=foreground",
  "PrunePropagationPolicy=background",
  "PrunePropagationPolicy=orphan",
  "Prune=false",
  "Prune=confirm",
  "Delete=false",
  "Delete=confirm",
  "RespectIgnoreDifferences=true",
  "SkipDryRunOnMissingResource=true",
  "FailOnSharedResource=true",
  "Validate=false",
  "Replace=true",
  "ClientSideApplyMigration=false",
];

/** Finalizers that make a deletion of the Application delete what it deployed. */
const finalizers: readonly string[] = [
  "resources-finalizer.argocd.argoproj.io",
  "resources-finalizer.argocd.argoproj.io/foreground",
  "resources-finalizer.argocd.argoproj.io/background",
];

/** Deploys sources to a destination. */
export const application: KindDescriptor = {
  group: argoGroup,
  kind: "Application",
  versions: ["v1alpha1"],
  oldVersions: [],
  scope: "Namespaced",
  title: "Application",
  references: [
    {
      path: "spec.project",
      to: [{ group: argoGroup, kind: "AppProject" }],
      // Projects live where Argo CD runs, Applications may live elsewhere.
      namespace: "any",
      role: "project",
      known: ["default", ""],
      whenMissing: "warning",
    },
    ...destination,
  ],
  paths: [
    ...sourcePaths("spec.source"),
    ...sourcePaths("spec.sources[*]"),
    ...sourcePaths("spec.sourceHydrator.drySource"),
  ],
  changes: argoChanges,
  overrides: argoOverrides,
  structure: ["spec.source.repoURL", "spec.sources[*].repoURL", "spec.destination.namespace"],
  usualOrder: [
    "apiVersion",
    "kind",
    "metadata",
    "metadata.name",
    "metadata.namespace",
    "metadata.finalizers",
    "spec",
    "spec.project",
    "spec.source",
    "spec.sources",
    "spec.destination",
    "spec.syncPolicy",
    "spec.ignoreDifferences",
    "spec.revisionHistoryLimit",
    "spec.info",
    "spec.source.repoURL",
    "spec.source.targetRevision",
    "spec.source.path",
    "spec.source.chart",
    "spec.source.helm",
    "spec.source.kustomize",
    "spec.source.directory",
    "spec.destination.server",
    "spec.destination.name",
    "spec.destination.namespace",
    "spec.syncPolicy.automated",
    "spec.syncPolicy.syncOptions",
    "spec.syncPolicy.retry",
    "spec.syncPolicy.automated.prune",
    "spec.syncPolicy.automated.selfHeal",
    "spec.syncPolicy.retry.limit",
    "spec.syncPolicy.retry.backoff",
    "spec.syncPolicy.retry.backoff.duration",
    "spec.syncPolicy.retry.backoff.factor",
    "spec.syncPolicy.retry.backoff.maxDuration",
    "spec.sources[*].repoURL",
    "spec.sources[*].targetRevision",
    "spec.sources[*].path",
    "spec.sources[*].chart",
    "spec.sources[*].ref",
    "spec.sources[*].helm",
    "spec.source.helm.releaseName",
    "spec.source.helm.valueFiles",
    "spec.source.helm.valuesObject",
    "spec.source.helm.parameters",
    "spec.source.helm.parameters[*].name",
    "spec.source.helm.parameters[*].value",
    "spec.ignoreDifferences[*].group",
    "spec.ignoreDifferences[*].kind",
    "spec.ignoreDifferences[*].name",
    "spec.ignoreDifferences[*].jsonPointers",
    "spec.ignoreDifferences[*].jqPathExpressions",
  ],
  usualValues: [
    { paths: ["spec.syncPolicy.syncOptions[*]"], values: syncOptions },
    { paths: ["metadata.finalizers[*]"], values: finalizers },
    { paths: ["spec.destination.server"], values: ["https://kubernetes.default.svc"] },
    { paths: ["spec.destination.name"], values: ["in-cluster"] },
    { paths: ["spec.source.targetRevision", "spec.sources[*].targetRevision"], values: ["HEAD", "main"] },
    { paths: ["spec.syncPolicy.retry.backoff.duration"], values: ["5s", "30s"] },
    { paths: ["spec.syncPolicy.retry.backoff.maxDuration"], values: ["3m", "10m"] },
    { paths: ["spec.project"], values: ["default"] },
  ],
  documentation: "https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/",
};
