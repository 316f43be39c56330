import { apiVersionText } from "../../../manifest/manifest.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { replaceWith, spanOf } from "./wording.ts";

const versions: Readonly<Record<string, string>> = {
  Kustomization: "kustomize.config.k8s.io/v1beta1",
  Component: "kustomize.config.k8s.io/v1alpha1",
};

/** Each kind of kustomization file has exactly one version; leaving it out is fine (kustomize types EnforceFields). */
export const componentVersion = kustomizeRule({
  id: "KZ-COMPONENT-VERSION",
  summary: "A kustomization file has an `apiVersion` that kustomize refuses.",
  severity: "error",
  needs: "document",
  *check({ root: { manifest } }) {
    const { apiVersion, gvk } = manifest;
    const expected = versions[gvk.kind];
    if (!apiVersion || !expected || apiVersionText(gvk) === expected) return;
    const message = `The \`apiVersion\` of a ${gvk.kind} has to be \`${expected}\`; kustomize refuses every other one.`;
    yield { span: spanOf(apiVersion), message, fixes: [replaceWith(apiVersion, expected)] };
  },
});
