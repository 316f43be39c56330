import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { replaceText, textsAt } from "./fields.ts";
import { problemOfOption } from "./syncOptions.ts";

/** A sync option that is none is ignored (argo-cd controller/sync.go). */
export const syncOptionUnknown = applicationRule({
  id: "ARGO-SYNCOPT-UNKNOWN",
  summary: "A sync option of an Application is none that Argo CD knows.",
  severity: "warning",
  *check({ spec }) {
    for (const option of textsAt(spec, "syncPolicy", "syncOptions")) {
      const problem = problemOfOption(option.value, "application");
      if (!problem) continue;
      const found = `Argo CD knows no sync option \`${option.value}\` and ignores it; options are compared letter by letter.`;
      if (problem.type === "misplaced") {
        const message = `\`${option.value}\` is ignored here: it is for single objects. Write it into their annotation \`argocd.argoproj.io/sync-options\`.`;
        yield { span: spanOf(option), message };
      } else if (problem.suggestion === undefined) yield { span: spanOf(option), message: found };
      else {
        const message = `${found} Did you mean \`${problem.suggestion}\`?`;
        yield { span: spanOf(option), message, fixes: [replaceText(option, problem.suggestion)] };
      }
    }
  },
});
