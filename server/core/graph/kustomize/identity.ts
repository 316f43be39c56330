import { isClusterScoped } from "../../kinds/kubernetes/clusterScoped.ts";
import { apiVersionText, type GroupVersionKind } from "../../manifest/manifest.ts";

/** What kustomize tells objects apart by (kyaml resid.ResId): type with version, name, effective namespace. */
export interface ObjectIdentity {
  readonly gvk: GroupVersionKind;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** A text that is equal for identities that kustomize takes for the same object. */
export function identityKey({ gvk, name, namespace }: ObjectIdentity): string {
  return `${apiVersionText(gvk)}|${gvk.kind}|${effectiveNamespace(gvk, namespace)}|${name}`;
}

/** An absent namespace is `default`; objects of the cluster have none (kyaml resid EffectiveNamespace). */
export function effectiveNamespace(gvk: GroupVersionKind, namespace: string | undefined): string {
  if (isClusterScoped(gvk)) return "_non_namespaceable_";
  return namespace || "default";
}

/** An identity in words, for messages: `Deployment shop/web`. */
export function describeIdentity({ gvk, name, namespace }: ObjectIdentity): string {
  return namespace && !isClusterScoped(gvk) ? `${gvk.kind} ${namespace}/${name}` : `${gvk.kind} ${name}`;
}
