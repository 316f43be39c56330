import { annotationRule, listedValues } from "./annotations.ts";
import { problemOfOption } from "./syncOptions.ts";

/** An option that is none is ignored (gitops-engine pkg/sync/resource HasAnnotationOption). */
export const syncOptionAnnotation = annotationRule({
  id: "ARGO-SYNCOPT-ANN",
  summary: "A sync option in an annotation is none that Argo CD knows.",
  documentation: "https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/",
  annotation: "argocd.argoproj.io/sync-options",
  *check(value) {
    for (const { text, span, replace } of listedValues(value)) {
      const problem = problemOfOption(text, "annotation");
      if (!problem) continue;
      const parts = text.split(/[;|\s]+/).filter((part) => part !== "");
      if (parts.length > 1 && !parts.some((part) => problemOfOption(part, "annotation"))) {
        const message = `\`${text}\` is read as one option, which Argo CD does not know and ignores. Put commas between options.`;
        yield { span, message, fixes: [replace(parts.join(","))] };
        continue;
      }
      const found = `Argo CD knows no sync option \`${text}\` and ignores it; options are compared letter by letter.`;
      if (problem.type === "misplaced") {
        const message = `\`${text}\` is ignored here: it is for a whole Application. Write it into its \`spec.syncPolicy.syncOptions\`.`;
        yield { span, message };
      } else if (problem.suggestion === undefined) yield { span, message: found };
      else
        yield {
          span,
          message: `${found} Did you mean \`${problem.suggestion}\`?`,
          fixes: [replace(problem.suggestion)],
        };
    }
  },
});
