import { type LiveObject, type ObjectKey, textAt } from "../../../cluster/liveObject.ts";

/**
 * Where Argo CD keeps its settings: in the namespace of the controller, which may be another one than that of the object
 * (argo-cd v3 Application status.controllerNamespace).
 */
export function settingsMap({ metadata, status }: LiveObject): ObjectKey {
  const namespace = textAt(status, "controllerNamespace") ?? metadata.namespace ?? "argocd";
  return { group: "", kind: "ConfigMap", namespace, name: "argocd-cm" };
}
