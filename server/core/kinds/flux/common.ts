import { configMapKind, secretKind, serviceAccountKind } from "../core/groupKinds.ts";
import type { FieldPath, GroupKind, OldVersion, ReferenceRule } from "../descriptor.ts";

/** The API group of Flux sources. */
export const sourceGroup = "source.toolkit.fluxcd.io";
/** The API group of Flux Kustomizations. */
export const kustomizeToolkitGroup = "kustomize.toolkit.fluxcd.io";
/** The API group of HelmReleases. */
export const helmToolkitGroup = "helm.toolkit.fluxcd.io";

/** A kind of the source group. */
export function source(kind: string): GroupKind {
  return { group: sourceGroup, kind };
}

/** Versions that Flux stopped serving in 2.7 and 2.8 (changelogs of its controllers). */
export const oldBetas: readonly OldVersion[] = [
  { version: "v1beta2", removedIn: "Flux 2.8" },
  { version: "v1beta1", removedIn: "Flux 2.7" },
];

/** A `{name}` that names a Secret of the same namespace. */
export function localSecret(path: FieldPath, role = "secret"): ReferenceRule {
  return { path, to: [secretKind], nameField: "name", namespace: "own", role, whenMissing: "information" };
}

/** The same reference when a missing target is no mistake. */
export function navigation({ whenMissing: _, ...rule }: ReferenceRule): ReferenceRule {
  return rule;
}

/** The Secret or ConfigMap with the address of another cluster. */
export const kubeConfig: readonly ReferenceRule[] = [
  localSecret("spec.kubeConfig.secretRef", "kubeconfig"),
  {
    path: "spec.kubeConfig.configMapRef",
    to: [configMapKind],
    nameField: "name",
    namespace: "own",
    role: "kubeconfig",
    whenMissing: "information",
  },
];

/** The ServiceAccount that the controller acts as. */
export function impersonation(path: FieldPath = "spec.serviceAccountName"): ReferenceRule {
  return {
    path,
    to: [serviceAccountKind],
    namespace: "own",
    role: "service-account",
    // Every namespace has the first one; the others come with Flux itself.
    known: ["default", "kustomize-controller", "helm-controller"],
    whenMissing: "information",
  };
}

/** ConfigMaps and Secrets that give values, in a list of `{kind, name, optional}`. */
export function valueSources(path: FieldPath): ReferenceRule {
  return {
    path,
    to: [configMapKind, secretKind],
    nameField: "name",
    kindField: "kind",
    namespace: "own",
    optionalField: "optional",
    role: "values",
    whenMissing: "information",
  };
}

/** What has to be ready before this object, in a list of `{name, namespace}`. */
export function dependencies(on: GroupKind): ReferenceRule {
  return {
    path: "spec.dependsOn[*]",
    to: [on],
    nameField: "name",
    namespaceField: "namespace",
    namespace: "own",
    role: "dependency",
    whenMissing: "warning",
    orders: true,
  };
}

/** A `{kind, name, namespace}` that names a source. */
export function sourceReference(path: FieldPath, to: readonly GroupKind[]): ReferenceRule {
  return {
    path,
    to,
    nameField: "name",
    kindField: "kind",
    namespaceField: "namespace",
    namespace: "own",
    role: "source",
    // The source of the cluster itself is made by `flux bootstrap` or the Flux operator, not always through git.
    known: ["flux-system"],
    whenMissing: "warning",
  };
}

/** How every Flux manifest begins. */
export const usualHead: readonly string[] = [
  "apiVersion",
  "kind",
  "metadata",
  "metadata.name",
  "metadata.namespace",
  "spec",
];
