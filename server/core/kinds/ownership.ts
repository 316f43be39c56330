import type { LiveObject } from "../cluster/liveObject.ts";
import { argoGroup } from "./argo-cd/application.ts";

/** Who delivers an object from Git, in words; undefined when nothing says that anybody does. */
export function delivererOf({ metadata }: LiveObject): string | undefined {
  const { labels = {}, annotations = {}, ownerReferences = [] } = metadata;
  const owner = ownerReferences.find((each) => each.controller && each.apiVersion.startsWith(`${argoGroup}/`));
  if (owner) return `the ${owner.kind} ${owner.name}`;
  const flux = fluxDeliverers.find(({ group }) => labels[`${group}/name`] !== undefined);
  if (flux) return `the ${flux.title} ${labels[`${flux.group}/namespace`] ?? ""}/${labels[`${flux.group}/name`]}`;
  // `<application>:<group>/<kind>:<namespace>/<name>`; a copied annotation names another object (argo-cd util/argo).
  const [application, , identity = ""] = (annotations["argocd.argoproj.io/tracking-id"] ?? "").split(":");
  if (application && identity.endsWith(`/${metadata.name}`)) return `the Application ${application}`;
  const instance = labels["app.kubernetes.io/instance"];
  const isHelm = labels["app.kubernetes.io/managed-by"] === "Helm";
  return instance === undefined || isHelm ? undefined : `the Application ${instance}`;
}

const fluxDeliverers = [
  { group: "kustomize.toolkit.fluxcd.io", title: "Flux Kustomization" },
  { group: "helm.toolkit.fluxcd.io", title: "HelmRelease" },
] as const;

/** Warns that a change of `field` in the cluster does not last; none when nobody delivers the object from Git. */
export function driftWarnings(object: LiveObject, field: string): readonly string[] {
  const deliverer = delivererOf(object);
  if (deliverer === undefined) return [];
  return [
    `Git will revert it: ${deliverer} delivers this object and writes \`${field}\` back with its next reconciliation. Change it in Git to keep it.`,
  ];
}
