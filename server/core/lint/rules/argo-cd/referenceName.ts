import { replaceWith, spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { textAt } from "./fields.ts";
import { sourcesOf } from "./sources.ts";

/** What a `ref` may be made of (argo-cd util/argo GetRefSources). */
export const referenceName = applicationRule({
  id: "ARGO-REF-NAME",
  summary: "The `ref` of a source has characters that are not allowed.",
  severity: "error",
  *check({ spec }) {
    for (const { node, role } of sourcesOf(spec)) {
      const ref = textAt(node, "ref");
      if (!ref || role !== "listed" || /^[a-zA-Z0-9_-]+$/.test(ref.value)) continue;
      const isDollar = /^\$[a-zA-Z0-9_-]+$/.test(ref.value);
      const advice = isDollar ? " The `$` belongs to the paths that use it, not to the name." : "";
      const message = `A \`ref\` consists of letters, digits, \`-\` and \`_\`; Argo CD refuses \`${ref.value}\`.${advice}`;
      yield { span: spanOf(ref), message, fixes: isDollar ? [replaceWith(ref, ref.value.slice(1))] : [] };
    }
  },
});
