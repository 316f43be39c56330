import { kustomizationRule } from "./fluxRule.ts";
import { longerThanInterval } from "./longerThanInterval.ts";

/** One run may take longer than the time between two runs (kustomize-controller Kustomization.GetTimeout). */
export const timeout = kustomizationRule({
  id: "FLUX-TIMEOUT-GT",
  summary: "A Flux Kustomization may take longer than the time between two runs.",
  severity: "information",
  needs: "document",
  *check({ manifest: { root } }) {
    const found = longerThanInterval(root, "timeout");
    if (!found) return;
    const { text, interval } = found;
    const message = `\`timeout\` (${text.value}) is longer than \`interval\` (${interval.value}): a run that hangs delays the next ones. Choose a shorter timeout.`;
    yield { at: text, message };
  },
});
