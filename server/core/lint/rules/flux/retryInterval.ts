import { removeFieldFix } from "../objectRule.ts";
import { kustomizationRule } from "./fluxRule.ts";
import { longerThanInterval } from "./longerThanInterval.ts";

/** After a failure the next run starts after `retryInterval` (kustomize-controller Kustomization.GetRetryInterval). */
export const retryInterval = kustomizationRule({
  id: "FLUX-RETRY-GT",
  summary: "A Flux Kustomization waits longer after a failure than after a success.",
  severity: "information",
  needs: "document",
  *check({ manifest: { root, document } }) {
    const found = longerThanInterval(root, "retryInterval");
    if (!found) return;
    const { text, interval } = found;
    const message = `\`retryInterval\` (${text.value}) is longer than \`interval\` (${interval.value}), so a failed run is repeated later than a successful one. Make it shorter, or remove it.`;
    const spec = root.type === "mapping" ? root.pairs.find(({ key }) => key.value === "spec")?.value : undefined;
    yield { at: text, message, fixes: removeFieldFix(document.text, spec, "retryInterval") };
  },
});
