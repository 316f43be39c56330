import type { Rule } from "../../rule.ts";
import { type ObjectRule, objectRule } from "../objectRule.ts";

/** Everything of a rule that its kind does not say. */
type FluxRule = Omit<ObjectRule, "group" | "kinds" | "documentation">;

/** Makes a rule about Flux Kustomizations. */
export function kustomizationRule(rule: FluxRule): Rule {
  return objectRule({
    ...rule,
    group: "kustomize.toolkit.fluxcd.io",
    kinds: ["Kustomization"],
    documentation: "https://fluxcd.io/flux/components/kustomize/kustomizations/",
  });
}

/** Makes a rule about HelmReleases. */
export function releaseRule(rule: FluxRule): Rule {
  return objectRule({
    ...rule,
    group: "helm.toolkit.fluxcd.io",
    kinds: ["HelmRelease"],
    documentation: "https://fluxcd.io/flux/components/helm/helmreleases/",
  });
}

/** Makes a rule about sources of one kind. */
export function sourceRule(kind: "GitRepository" | "HelmRepository", rule: FluxRule): Rule {
  const page = kind === "GitRepository" ? "gitrepositories" : "helmrepositories";
  return objectRule({
    ...rule,
    group: "source.toolkit.fluxcd.io",
    kinds: [kind],
    documentation: `https://fluxcd.io/flux/components/source/${page}/`,
  });
}

/** The fields of a GitRepository's spec, old ones included. */
export const gitFields: ReadonlySet<string> = new Set([
  "accessFrom",
  "gitImplementation",
  "ignore",
  "include",
  "interval",
  "provider",
  "proxySecretRef",
  "recurseSubmodules",
  "ref",
  "secretRef",
  "serviceAccountName",
  "sparseCheckout",
  "suspend",
  "timeout",
  "url",
  "verify",
]);
