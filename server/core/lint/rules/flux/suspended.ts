import { valueAt } from "../../../manifest/node.ts";
import type { Rule } from "../../rule.ts";
import { isTrueAt, isUnreadable } from "../objectRule.ts";

const groups: ReadonlySet<string> = new Set([
  "source.toolkit.fluxcd.io",
  "kustomize.toolkit.fluxcd.io",
  "helm.toolkit.fluxcd.io",
]);

/** `suspend: true` in the repository survives every `flux resume`, which only changes the cluster. */
export const suspended: Rule = {
  id: "FLUX-SUSPENDED",
  summary: "A Flux object is suspended in the repository.",
  severity: "information",
  needs: "document",
  documentation: "https://fluxcd.io/flux/cmd/flux_suspend/",
  isAbout: (gvk) => groups.has(gvk.group),
  *check({ manifest }) {
    const value = valueAt(manifest.root, "spec", "suspend");
    if (!value || !isTrueAt(value) || isUnreadable(manifest)) return;
    const message = `This ${manifest.gvk.kind} is suspended: Flux leaves it as it is, and \`flux resume\` lasts only until this file is applied again. Remove \`suspend\` when it should go on.`;
    yield { code: "FLUX-SUSPENDED", severity: "information", message, span: { start: value.start, end: value.end } };
  },
};
