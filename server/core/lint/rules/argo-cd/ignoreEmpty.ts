import { pairOf } from "../../../manifest/node.ts";
import { applicationRule } from "./argoRule.ts";
import { hasMisspelt, isGiven, keySpan, mappingsAt } from "./fields.ts";

const selectors = ["jsonPointers", "jqPathExpressions", "managedFieldsManagers"];

/** An entry that names objects but no fields ignores nothing (argo-cd util/argo/normalizers). */
export const ignoreEmpty = applicationRule({
  id: "ARGO-IGN-EMPTY",
  summary: "An entry of `ignoreDifferences` names no fields.",
  severity: "warning",
  judgesAbsence: true,
  *check({ spec }) {
    for (const entry of mappingsAt(spec, "ignoreDifferences")) {
      if (selectors.some((field) => isGiven(entry, field)) || pairOf(entry, "<<") || hasMisspelt(entry, selectors))
        continue;
      const message =
        "This entry names objects but no fields, so no difference is ignored. Add `jsonPointers`, `jqPathExpressions` or `managedFieldsManagers`.";
      yield { span: keySpan(entry, "kind"), message };
    }
  },
});
