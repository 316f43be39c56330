import { plainStringAt, removeFieldFix } from "../objectRule.ts";
import { milliseconds } from "./durations.ts";
import { kustomizationRule } from "./fluxRule.ts";

/** After a failure the next run starts after `retryInterval` (kustomize-controller Kustomization.GetRetryInterval). */
export const retryInterval = kustomizationRule({
  id: "FLUX-RETRY-GT",
  summary: "A Flux Kustomization waits longer after a failure than after a success.",
  severity: "information",
  needs: "document",
  *check({ manifest: { root, document } }) {
    const text = plainStringAt(root, "spec", "retryInterval");
    const interval = plainStringAt(root, "spec", "interval");
    const [retry, pause] = [milliseconds(text), milliseconds(interval)];
    if (!text || !interval || retry === undefined || pause === undefined || retry <= pause) return;
    const message = `\`retryInterval\` (${text.value}) is longer than \`interval\` (${interval.value}), so a failed run is repeated later than a successful one. Make it shorter, or remove it.`;
    const spec = root.type === "mapping" ? root.pairs.find(({ key }) => key.value === "spec")?.value : undefined;
    yield { at: text, message, fixes: removeFieldFix(document.text, spec, "retryInterval") };
  },
});
