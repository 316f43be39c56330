import type { GroupKind } from "./descriptor.ts";

/** The program that reconciles objects of a kind, as it usually runs in a cluster. */
export interface Controller {
  /** As people call it: `kustomize-controller`. */
  readonly name: string;
  /** Label selector of its pods in the manifests and charts of the project. */
  readonly selector: string;
  /** The namespace of the project's own manifests; where else it may run, all namespaces are searched. */
  readonly namespace: string;
}

const flux = (name: string): Controller => ({ name, selector: `app=${name}`, namespace: "flux-system" });
const argo = (name: string): Controller => ({ name, selector: `app.kubernetes.io/name=${name}`, namespace: "argocd" });

const controllers: ReadonlyMap<string, Controller> = new Map([
  ["kustomize.toolkit.fluxcd.io", flux("kustomize-controller")],
  ["helm.toolkit.fluxcd.io", flux("helm-controller")],
  ["source.toolkit.fluxcd.io", flux("source-controller")],
  ["argoproj.io/Application", argo("argocd-application-controller")],
  ["argoproj.io/AppProject", argo("argocd-application-controller")],
  ["argoproj.io/ApplicationSet", argo("argocd-applicationset-controller")],
  ["argoproj.io", { ...argo("argo-rollouts"), namespace: "argo-rollouts" }],
  ["external-secrets.io", { ...argo("external-secrets"), namespace: "external-secrets" }],
  ["infra.contrib.fluxcd.io", { ...argo("tofu-controller"), namespace: "flux-system" }],
  ...["templates.gatekeeper.sh", "constraints.gatekeeper.sh"].map((group): [string, Controller] => [
    group,
    { name: "gatekeeper-audit", selector: "control-plane=audit-controller", namespace: "gatekeeper-system" },
  ]),
]);

/** Who reconciles objects of a kind; undefined for kinds of others. */
export function controllerOf({ group, kind }: GroupKind): Controller | undefined {
  return controllers.get(`${group}/${kind}`) ?? controllers.get(group);
}
