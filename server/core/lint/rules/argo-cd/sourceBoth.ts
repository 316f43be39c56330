import { pairOf } from "../../../manifest/node.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isGiven, preferring, removeField } from "./fields.ts";
import { decidingField } from "./sources.ts";

/** Of several ways to name sources one wins (ApplicationSpec.HasMultipleSources, GetSources). */
export const sourceBoth = applicationRule({
  id: "ARGO-SOURCE-BOTH",
  summary: "A source is ignored because another field decides.",
  severity: "warning",
  *check({ spec, text }) {
    const winner = decidingField(spec);
    if (winner === undefined || winner === "source") return;
    for (const name of winner === "sources" ? ["source"] : ["sources", "source"]) {
      const pair = pairOf(spec, name);
      if (!pair || !isGiven(spec, name)) continue;
      const message = `\`${name}\` is ignored because \`${winner}\` is set. Remove one of them.`;
      yield {
        span: spanOf(pair.key),
        message,
        tags: ["unnecessary"],
        fixes: preferring(removeField(text, spec, pair)),
      };
    }
  },
});
