import type { KindDescriptor } from "../descriptor.ts";
import { argoGroup } from "./application.ts";

/** What a group of Applications may deploy, from where and to where. */
export const appProject: KindDescriptor = {
  group: argoGroup,
  kind: "AppProject",
  versions: ["v1alpha1"],
  oldVersions: [],
  scope: "Namespaced",
  title: "AppProject",
  references: [],
  paths: [],
  structure: [
    "spec.sourceRepos[*]",
    "spec.destinations[*].server",
    "spec.destinations[*].name",
    "spec.destinations[*].namespace",
  ],
  usualOrder: [
    "apiVersion",
    "kind",
    "metadata",
    "metadata.name",
    "metadata.namespace",
    "metadata.finalizers",
    "spec",
    "spec.description",
    "spec.sourceRepos",
    "spec.destinations",
    "spec.clusterResourceWhitelist",
    "spec.namespaceResourceWhitelist",
    "spec.namespaceResourceBlacklist",
    "spec.roles",
    "spec.syncWindows",
    "spec.sourceNamespaces",
    "spec.orphanedResources",
  ],
  documentation: "https://argo-cd.readthedocs.io/en/stable/user-guide/projects/",
};
