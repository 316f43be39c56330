import { pairOf } from "../../../manifest/node.ts";
import { mappingAt, plainStringAt, removeFieldFix } from "../objectRule.ts";
import { sourceRule } from "./fluxRule.ts";

/** A registry is asked when a chart is fetched; the object itself is static (source-controller migrationToStatic). */
export const ociInterval = sourceRule("HelmRepository", {
  id: "FLUX-HELMREPO-OCI-INTERVAL",
  summary: "The interval of a HelmRepository of type oci means nothing.",
  severity: "hint",
  needs: "document",
  *check({ manifest: { root, document } }) {
    const spec = mappingAt(root, "spec");
    const interval = pairOf(spec, "interval");
    if (!interval || plainStringAt(spec, "type")?.value !== "oci") return;
    const message =
      "A HelmRepository of `type: oci` is never fetched itself, so `interval` has no effect. How often charts are looked for is said by the HelmRelease.";
    yield { at: interval.key, message, tags: ["unnecessary"], fixes: removeFieldFix(document.text, spec, "interval") };
  },
});
