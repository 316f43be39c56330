import { secretKind } from "../core/groupKinds.ts";
import type { Deployment, KindDescriptor, PathRule, ReferenceRule } from "../descriptor.ts";

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
  ],
  documentation: "https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/",
};
