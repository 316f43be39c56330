import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { replaceText, textsAt } from "./fields.ts";
import { isPropagation, nearestPolicy } from "./syncOptions.ts";

/** Whatever is none of the three policies means foreground (argo-cd controller/sync.go). */
export const propagationPolicy = applicationRule({
  id: "ARGO-SYNCOPT-PROPVALUE",
  summary: "The propagation policy for pruning is none that exists.",
  severity: "warning",
  *check({ spec }) {
    for (const option of textsAt(spec, "syncPolicy", "syncOptions")) {
      const value = option.value.slice(option.value.indexOf("=") + 1);
      if (!isPropagation(option.value) || ["foreground", "background", "orphan"].includes(value)) continue;
      const near = nearestPolicy(value);
      const question = near === undefined ? "" : ` Did you mean \`${near}\`?`;
      const message = `\`${value}\` is no propagation policy; Argo CD prunes in the foreground instead. There are \`foreground\`, \`background\` and \`orphan\`, in lower case.${question}`;
      const fixes = near === undefined ? [] : [replaceText(option, `PrunePropagationPolicy=${near}`)];
      yield { span: spanOf(option), message, fixes };
    }
  },
});
