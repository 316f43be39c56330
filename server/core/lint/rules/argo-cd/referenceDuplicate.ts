import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { textAt } from "./fields.ts";
import { sourcesOf } from "./sources.ts";

/** Every `ref` once (argo-cd util/argo GetRefSources). */
export const referenceDuplicate = applicationRule({
  id: "ARGO-REF-DUP",
  summary: "Two sources have the same `ref`.",
  severity: "error",
  *check({ spec }) {
    const seen = new Set<string>();
    for (const { node, role } of sourcesOf(spec)) {
      const ref = role === "listed" ? textAt(node, "ref") : undefined;
      if (!ref) continue;
      const message = `Another source has \`ref: ${ref.value}\` already, and Argo CD refuses the Application. Give each a name of its own.`;
      if (seen.has(ref.value)) yield { span: spanOf(ref), message };
      seen.add(ref.value);
    }
  },
});
