import type { GroupKind } from "../descriptor.ts";

/** Kinds whose name `namePrefix` and `nameSuffix` leave alone (kustomize api/internal/builtins PrefixTransformer). */
export function keepsItsName({ group, kind }: GroupKind): boolean {
  if (kind === "APIService") return group === "apiregistration.k8s.io";
  return kind === "CustomResourceDefinition" || kind === "Namespace";
}

/** Kinds whose own name `namespace` sets (kustomize builtinpluginconsts/namespace.go). */
export function isNamedByNamespace({ group, kind }: GroupKind): boolean {
  return group === "" && kind === "Namespace";
}

/** Kinds that `images` never changes (kustomize filters/imagetag LegacyFilter). */
export function ignoresImages({ kind }: GroupKind): boolean {
  return kind === "CustomResourceDefinition";
}

/** Kinds that `replicas` finds (kustomize builtinpluginconsts/replicas.go). */
export const scalableKinds: readonly string[] = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

/** Kinds with a selector that cannot be changed once they exist (apps/v1, argoproj.io Rollout may, but strands pods). */
export const selectingKinds: readonly string[] = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

/** Groups of Kubernetes itself besides those under `k8s.io`; kustomize knows their merge keys and name references. */
const builtinGroups: ReadonlySet<string> = new Set(["", "apps", "batch", "autoscaling", "policy", "extensions"]);

/** Whether a type belongs to Kubernetes itself, so that kustomize merges its lists by key. */
export function isBuiltinGroup(group: string): boolean {
  return builtinGroups.has(group) || (group.endsWith(".k8s.io") && !customGroups.test(group));
}

/** Groups under `k8s.io` that are custom resources all the same. */
const customGroups =
  /(?:^|\.)(?:x-k8s|gateway\.networking|snapshot\.storage|metrics|kustomize\.config)\.k8s\.io$|\.x-k8s\.io$/;
