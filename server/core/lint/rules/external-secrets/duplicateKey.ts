import { itemsAt } from "../../../manifest/node.ts";
import { plainStringAt } from "../objectRule.ts";
import { externalSecretRule } from "./externalSecretRule.ts";

/** The webhook refuses it where `deletionPolicy` is Retain, the default; otherwise the last one wins. */
export const duplicateKey = externalSecretRule({
  id: "ES-DUPKEY",
  summary: "An ExternalSecret writes the same key of its Secret twice.",
  severity: "error",
  needs: "document",
  *check({ spec }) {
    const policy = plainStringAt(spec, "target", "deletionPolicy")?.value ?? "Retain";
    const seen = new Set<string>();
    for (const item of itemsAt(spec, "data")) {
      const key = plainStringAt(item, "secretKey");
      if (!key) continue;
      const isRefused = policy === "Retain";
      const outcome = isRefused ? "and the ExternalSecret is refused" : "and the last one wins";
      const message = `\`${key.value}\` is the \`secretKey\` of two entries, ${outcome}. Rename or remove one.`;
      if (seen.has(key.value)) yield { at: key, message, severity: isRefused ? "error" : "warning" };
      seen.add(key.value);
    }
  },
});
