import { fieldValue, mappingItems } from "../../../graph/kustomize/fields.ts";
import { keyText } from "../../../manifest/node.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** The build takes one of the two; `kustomize edit fix` refuses the file (types FixKustomizationPreMarshalling). */
export const labelConflict = kustomizeRule({
  id: "KZ-LABEL-CONFLICT",
  summary: "A label is set in both `commonLabels` and `labels`.",
  severity: "warning",
  needs: "document",
  fields: ["commonLabels"],
  *check({ root: { fields } }) {
    const common = fieldValue(fields.root, "commonLabels");
    if (common?.type !== "mapping") return;
    const names = new Set(common.pairs.map(keyText));
    for (const entry of mappingItems(fields.root, "labels")) {
      const pairs = fieldValue(entry, "pairs");
      if (pairs?.type !== "mapping") continue;
      for (const pair of pairs.pairs) {
        if (!names.has(keyText(pair))) continue;
        const message = `\`${keyText(pair)}\` is set in \`commonLabels\` as well, which wins. Keep it in one place.`;
        yield { span: spanOf(pair.key), message };
      }
    }
  },
});
