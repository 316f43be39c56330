import { plainStringAt } from "../objectRule.ts";
import { externalSecretRule } from "./externalSecretRule.ts";

/** Who does not own the Secret cannot delete it (externalsecret_validator.go validatePolicies). */
export const policies = externalSecretRule({
  id: "ES-POLICY",
  summary: "The deletion policy of an ExternalSecret does not go with its creation policy.",
  severity: "error",
  needs: "document",
  *check({ spec }) {
    const deletion = plainStringAt(spec, "target", "deletionPolicy");
    const creation = plainStringAt(spec, "target", "creationPolicy")?.value;
    if (!deletion) return;
    if (deletion.value === "Delete" && (creation === "Merge" || creation === "None" || creation === "CreateOrMerge")) {
      const message = `\`deletionPolicy: Delete\` is for Secrets that External Secrets owns; with \`creationPolicy: ${creation}\` it is refused. Use \`Retain\`, or \`creationPolicy: Owner\`.`;
      yield { at: deletion, message, severity: creation === "CreateOrMerge" ? "warning" : "error" };
    } else if (deletion.value === "Merge" && creation === "None") {
      const message =
        "`deletionPolicy: Merge` needs a Secret to remove keys from, and `creationPolicy: None` makes none: this is refused. Use `Retain`.";
      yield { at: deletion, message };
    }
  },
});
