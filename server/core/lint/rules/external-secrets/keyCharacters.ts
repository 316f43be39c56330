import { effectivePairs, keyText } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { isSetAt, mappingAt } from "../objectRule.ts";
import { externalSecretRule } from "./externalSecretRule.ts";

/** The API server refuses a Secret with other keys; those of `data` are checked by the schema. */
export const keyCharacters = externalSecretRule({
  id: "ES-KEY-CHARS",
  summary: "A template makes a key that no Secret may have.",
  severity: "error",
  needs: "document",
  *check({ spec }) {
    const data = mappingAt(spec, "target", "template", "data");
    if (!data || isSetAt(spec, "target", "manifest")) return;
    for (const { key, value } of effectivePairs(data).values()) {
      const text = keyText({ key, value });
      if (isTemplated(text) || (/^[-._A-Za-z0-9]+$/.test(text) && text.length <= 253)) continue;
      const message = `\`${text}\` can't be a key of a Secret: only letters, digits, \`-\`, \`_\` and \`.\` are allowed, 253 of them at most. The Secret is not made.`;
      yield { at: key, message };
    }
  },
});
