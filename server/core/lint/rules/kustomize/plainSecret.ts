import { generatorFilePath, isTemplated, targetOfEntry } from "../../../graph/kustomize/entries.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** What a secret generator reads from the repository can be read by everybody who reads the repository. */
export const plainSecret = kustomizeRule({
  id: "KZ-SECRETGEN-PLAIN",
  summary: "A secret generator takes its values from the repository in plain text.",
  severity: "warning",
  needs: "content",
  fields: ["configMapGenerator", "secretGenerator"],
  *check({ root, index }) {
    const advice = "Use SOPS or an ExternalSecret.";
    for (const { makes, literals, files, envs } of root.fields.objectGenerators) {
      if (makes !== "Secret") continue;
      const literal = literals.find(({ value }) => isTelling(value.slice(value.indexOf("=") + 1)));
      if (literal) {
        const key = literal.value.slice(0, Math.max(0, literal.value.indexOf("=")));
        yield {
          span: spanOf(literal),
          message: `The value of \`${key}\` stands in the repository in plain text. ${advice}`,
        };
      }
      for (const entry of [...files, ...envs]) {
        const found = targetOfEntry(generatorFilePath(entry.value) ?? "", root, index);
        const text = found.type === "file" ? index.text(found.uri) : undefined;
        if (text === undefined || isEncrypted(text) || !isTelling(text)) continue;
        yield {
          span: spanOf(entry),
          message: `\`${entry.value}\` becomes a Secret but stands in the repository unencrypted. ${advice}`,
        };
      }
    }
  },
});

/** Empty values and those that something else fills in give nothing away. */
function isTelling(value: string): boolean {
  return value.trim() !== "" && !isTemplated(value);
}

function isEncrypted(text: string): boolean {
  return /ENC\[AES256_GCM|^"?sops"?\s*:|^sops_|BEGIN (?:PGP|AGE)/m.test(text);
}
