import { fieldValue } from "../../../graph/kustomize/fields.ts";
import { keyText, type MappingNode } from "../../../manifest/node.ts";
import { closest } from "../../../schema/suggest.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A generator has to say what its object is called (kustomize api/internal/generators: must have a name). */
export const generatorName = kustomizeRule({
  id: "KZ-GEN-NONAME",
  summary: "A generator has no name.",
  severity: "error",
  needs: "document",
  fields: ["configMapGenerator", "secretGenerator"],
  *check({ root }) {
    for (const { name, node, makes } of root.fields.objectGenerators) {
      const written = fieldValue(node, "name");
      const isEmpty = !written || (written.type === "scalar" && written.value === "");
      if (!isEmpty || isMisspelt(node)) continue;
      const message = `A ${makes} that is generated needs a \`name\`, without which the build fails. Add one.`;
      yield { span: spanOf(name ?? node.pairs[0]?.key ?? node), message };
    }
  },
});

/** The schema tells keys that are no field, and what they may mean. */
function isMisspelt(node: MappingNode): boolean {
  return node.pairs.some((pair) => closest(keyText(pair), ["name"]) !== undefined);
}
