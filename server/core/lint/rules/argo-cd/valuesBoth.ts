import { pairOf, resolveAlias } from "../../../manifest/node.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isGiven, mappingAt, preferring, removeField } from "./fields.ts";
import { sourcesOf } from "./sources.ts";

/** `valuesObject` wins as a whole (ApplicationSourceHelm.ValuesYAML). */
export const valuesBoth = applicationRule({
  id: "ARGO-VALUES-BOTH",
  summary: "Helm values written as text are ignored because there is `valuesObject`.",
  severity: "warning",
  *check({ spec, text }) {
    for (const { node } of sourcesOf(spec)) {
      const helm = mappingAt(node, "helm");
      const values = pairOf(helm, "values");
      const wins = resolveAlias(pairOf(helm, "valuesObject")?.value)?.type === "mapping";
      if (!helm || !values || !wins || !isGiven(helm, "values")) continue;
      const message =
        "`values` is ignored because `valuesObject` is set; the two are not merged. Move what is needed to `valuesObject` and remove `values`.";
      yield {
        span: spanOf(values.key),
        message,
        tags: ["unnecessary"],
        fixes: preferring(removeField(text, helm, values)),
      };
    }
  },
});
