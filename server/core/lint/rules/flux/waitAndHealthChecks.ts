import { itemsAt, pairOf, valueAt } from "../../../manifest/node.ts";
import { isTrueAt, removeFieldFix } from "../objectRule.ts";
import { kustomizationRule } from "./fluxRule.ts";

/** With `wait` all applied objects are checked and the list is not read (kustomize-controller checkHealth). */
export const waitAndHealthChecks = kustomizationRule({
  id: "FLUX-WAIT-HC",
  summary: "Health checks of a Flux Kustomization are ignored because it waits for everything.",
  severity: "warning",
  needs: "document",
  *check({ manifest: { root, document } }) {
    const spec = valueAt(root, "spec");
    const checks = pairOf(spec, "healthChecks");
    if (!checks || itemsAt(spec, "healthChecks").length === 0 || !isTrueAt(spec, "wait")) return;
    const message =
      "`wait: true` makes Flux wait for everything it applies and ignore `healthChecks`. Remove the list, or set `wait: false` to wait for these objects only.";
    yield {
      at: checks.key,
      message,
      tags: ["unnecessary"],
      fixes: removeFieldFix(document.text, spec, "healthChecks"),
    };
  },
});
