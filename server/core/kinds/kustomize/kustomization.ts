import { configMapKind, secretKind } from "../core/groupKinds.ts";
import type { KindDescriptor } from "../descriptor.ts";
import { kustomizePaths } from "./paths.ts";

/** The usual order inside the items of the lists. */
const insideDirectives: readonly string[] = [
  "patches[*].path",
  "patches[*].patch",
  "patches[*].target",
  "patches[*].target.group",
  "patches[*].target.version",
  "patches[*].target.kind",
  "patches[*].target.name",
  "images[*].name",
  "images[*].newName",
  "images[*].newTag",
  "images[*].digest",
  "labels[*].pairs",
  "labels[*].includeSelectors",
  "labels[*].includeTemplates",
  "configMapGenerator[*].name",
  "configMapGenerator[*].files",
  "configMapGenerator[*].literals",
  "configMapGenerator[*].envs",
  "secretGenerator[*].name",
  "secretGenerator[*].files",
  "secretGenerator[*].literals",
  "secretGenerator[*].envs",
  "replacements[*].path",
  "replacements[*].source",
  "replacements[*].targets",
  "replacements[*].source.kind",
  "replacements[*].source.name",
  "replacements[*].source.fieldPath",
  "replacements[*].targets[*].select",
  "replacements[*].targets[*].fieldPaths",
  "helmCharts[*].name",
  "helmCharts[*].repo",
  "helmCharts[*].version",
  "helmCharts[*].releaseName",
  "helmCharts[*].namespace",
  "helmCharts[*].valuesFile",
];

/** The API group of kustomization files. */
export const kustomizeConfigGroup = "kustomize.config.k8s.io";

const common = {
  group: kustomizeConfigGroup,
  scope: "File",
  oldVersions: [],
  references: [],
  paths: kustomizePaths,
  products: [
    { makes: configMapKind, nameField: "configMapGenerator[*].name" },
    { makes: secretKind, nameField: "secretGenerator[*].name" },
  ],
  structure: ["namespace", "namePrefix", "nameSuffix"],
} as const;

const directives: readonly string[] = [
  "namespace",
  "namePrefix",
  "nameSuffix",
  "resources",
  "components",
  "labels",
  "commonAnnotations",
  "images",
  "replicas",
  "patches",
  "configMapGenerator",
  "secretGenerator",
  "generatorOptions",
  "replacements",
  "configurations",
  "crds",
  "helmCharts",
];

/** A kustomization file: how a directory is built. */
export const kustomization: KindDescriptor = {
  ...common,
  kind: "Kustomization",
  versions: ["v1beta1"],
  title: "kustomize Kustomization",
  usualOrder: ["apiVersion", "kind", "metadata", ...directives, ...insideDirectives],
  documentation: "https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/",
};

/** A kustomization file whose directives work on the objects of whoever lists it under `components`. */
export const component: KindDescriptor = {
  ...common,
  kind: "Component",
  versions: ["v1alpha1"],
  title: "kustomize Component",
  usualOrder: ["apiVersion", "kind", "metadata", ...directives, ...insideDirectives],
  documentation: "https://kubectl.docs.kubernetes.io/guides/config_management/components/",
};
