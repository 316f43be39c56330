import { pairOf } from "../../../manifest/node.ts";
import { mappingAt, objectRule, removeFieldFix } from "../objectRule.ts";
import { group } from "./externalSecretRule.ts";

/** Only a ClusterSecretStore looks at them (external-secrets client_manager.go shouldProcessSecret). */
export const storeConditionsIgnored = objectRule({
  id: "SS-CONDITIONS-NS",
  summary: "A SecretStore has conditions, which only a ClusterSecretStore heeds.",
  severity: "warning",
  needs: "document",
  documentation: "https://external-secrets.io/latest/api/secretstore/",
  group,
  kinds: ["SecretStore"],
  *check({ manifest }) {
    const spec = mappingAt(manifest.root, "spec");
    const conditions = pairOf(spec, "conditions");
    if (!conditions) return;
    const message =
      "A SecretStore serves its own namespace and ignores `conditions`. Remove them, or make it a ClusterSecretStore.";
    const fixes = removeFieldFix(manifest.document.text, spec, "conditions");
    yield { at: conditions.key, message, tags: ["unnecessary"], fixes };
  },
});
