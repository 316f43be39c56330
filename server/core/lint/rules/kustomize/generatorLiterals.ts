import { isTemplated } from "../../../graph/kustomize/entries.ts";
import { listItems } from "../../../graph/kustomize/fields.ts";
import { resolveAlias } from "../../../manifest/node.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A literal is `key=value` (kustomize api/kv: invalid literal source). */
export const generatorLiterals = kustomizeRule({
  id: "KZ-GEN-LITERAL",
  summary: "A literal of a generator is not of the form `key=value`.",
  severity: "error",
  needs: "document",
  fields: ["configMapGenerator", "secretGenerator"],
  *check({ root }) {
    for (const { node } of root.fields.objectGenerators) {
      for (const item of listItems(node, "literals")) {
        const literal = resolveAlias(item);
        if (literal?.type !== "scalar" || typeof literal.value !== "string" || isTemplated(literal.value)) continue;
        if (literal.value.indexOf("=") > 0) continue;
        const message = `\`${literal.value}\` is no literal: kustomize expects \`key=value\`.`;
        yield { span: spanOf(literal), message };
      }
    }
  },
});
