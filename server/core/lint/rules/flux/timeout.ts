import { plainStringAt } from "../objectRule.ts";
import { milliseconds } from "./durations.ts";
import { kustomizationRule } from "./fluxRule.ts";

/** One run may take longer than the time between two runs (kustomize-controller Kustomization.GetTimeout). */
export const timeout = kustomizationRule({
  id: "FLUX-TIMEOUT-GT",
  summary: "A Flux Kustomization may take longer than the time between two runs.",
  severity: "information",
  needs: "document",
  *check({ manifest: { root } }) {
    const text = plainStringAt(root, "spec", "timeout");
    const interval = plainStringAt(root, "spec", "interval");
    const [limit, pause] = [milliseconds(text), milliseconds(interval)];
    if (!text || !interval || limit === undefined || pause === undefined || limit <= pause) return;
    const message = `\`timeout\` (${text.value}) is longer than \`interval\` (${interval.value}): a run that hangs delays the next ones. Choose a shorter timeout.`;
    yield { at: text, message };
  },
});
