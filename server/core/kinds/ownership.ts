import { keyOf, type LiveObject, type ObjectKey } from "../cluster/liveObject.ts";
import { argoGroup } from "./argo-cd/application.ts";
import { helmToolkitGroup, kustomizeToolkitGroup } from "./flux/common.ts";

/**
 * Who makes an object or delivers it from Git, as it says itself; undefined when nothing says that anybody does. The
 * namespace is "" where it is the one that Argo CD runs in.
 */
export function ownerOf(object: LiveObject): ObjectKey | undefined {
  const { metadata } = object;
  const { labels = {}, annotations = {}, ownerReferences = [] } = metadata;
  const maker = ownerReferences.find((each) => each.controller && each.apiVersion.startsWith(`${argoGroup}/`));
  if (maker) return { group: argoGroup, kind: maker.kind, namespace: metadata.namespace ?? "", name: maker.name };
  for (const { group, kind } of fluxDeliverers) {
    const name = labels[`${group}/name`];
    if (name !== undefined) return { group, kind, namespace: labels[`${group}/namespace`] ?? "", name };
  }
  const tracked = trackedBy(annotations["argocd.argoproj.io/tracking-id"] ?? "", keyOf(object));
  if (tracked) return tracked;
  const instance = labels["app.kubernetes.io/instance"];
  const isHelm = labels["app.kubernetes.io/managed-by"] === "Helm";
  return instance === undefined || isHelm ? undefined : applicationOf(instance);
}

/** Who delivers an object from Git, in words; undefined when nothing says that anybody does. */
export function delivererOf(object: LiveObject): string | undefined {
  const owner = ownerOf(object);
  if (!owner) return undefined;
  const flux = fluxDeliverers.find(({ group }) => group === owner.group);
  return flux ? `the ${flux.title} ${owner.namespace}/${owner.name}` : `the ${owner.kind} ${owner.name}`;
}

const fluxDeliverers = [
  { group: kustomizeToolkitGroup, kind: "Kustomization", title: "Flux Kustomization" },
  { group: helmToolkitGroup, kind: "HelmRelease", title: "HelmRelease" },
] as const;

/**
 * The Application in `<application>:<group>/<kind>:<namespace>/<name>`. A copied annotation names another object; objects
 * of the cluster have the namespace of the destination there (argo-cd util/argo resource_tracking).
 */
function trackedBy(id: string, { group, kind, namespace, name }: ObjectKey): ObjectKey | undefined {
  const [, application = "", type, placedIn, placedName] = /^([^:]*):([^:]*):([^/]*)\/(.*)$/.exec(id) ?? [];
  const isOwn = type === `${group}/${kind}` && placedName === name && (namespace === "" || placedIn === namespace);
  return isOwn && application !== "" ? applicationOf(application) : undefined;
}

/** `<name>`, or `<namespace>_<name>` outside of the namespace that Argo CD runs in. */
function applicationOf(instance: string): ObjectKey {
  const at = instance.indexOf("_");
  return {
    group: argoGroup,
    kind: "Application",
    namespace: at < 0 ? "" : instance.slice(0, at),
    name: instance.slice(at + 1),
  };
}

/** Warns that a change of `field` in the cluster does not last; none when nobody delivers the object from Git. */
export function driftWarnings(object: LiveObject, field: string): readonly string[] {
  const deliverer = delivererOf(object);
  if (deliverer === undefined) return [];
  return [
    `Git will revert it: ${deliverer} delivers this object and writes \`${field}\` back with its next reconciliation. Change it in Git to keep it.`,
  ];
}
