import { applicationRule } from "./argoRule.ts";
import { sourceReferences } from "./references.ts";
import { sourcesOf } from "./sources.ts";

/**
 * Outside of `sources` a leading `$name` is an unknown variable: it becomes nothing, and the rest a path from the root of
 * the repository (argo-cd reposerver resolveReferencedSources looks at several sources only, then Envsubst).
 */
export const referenceSingle = applicationRule({
  id: "ARGO-REF-SINGLE",
  summary: "A value file refers to another source, but there is only one.",
  severity: "warning",
  *check({ spec }) {
    for (const { node, role } of sourcesOf(spec)) {
      if (role !== "single") continue;
      for (const { name, span } of sourceReferences(node)) {
        const message = `\`$${name}\` refers to another source only in \`sources\`; here it is an unknown variable and becomes nothing, so the path counts from the root of the repository. Put the sources into \`sources\`, one of them with \`ref: ${name}\`.`;
        yield { span, message };
      }
    }
  },
});
