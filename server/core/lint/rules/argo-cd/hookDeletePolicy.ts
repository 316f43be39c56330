import { closest } from "../../../schema/suggest.ts";
import { annotationRule, listedValues } from "./annotations.ts";

/** gitops-engine pkg/sync/common NewHookDeletePolicy. */
const policies = ["HookSucceeded", "HookFailed", "BeforeHookCreation"];

/** Unknown policies are ignored; with none left a hook is deleted before it is made again (hook.DeletePolicies). */
export const hookDeletePolicy = annotationRule({
  id: "ARGO-HOOK-DELPOL",
  summary: "A policy for deleting a hook is none that exists.",
  documentation: "https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/",
  annotation: "argocd.argoproj.io/hook-delete-policy",
  *check(value) {
    const listed = listedValues(value);
    const isUseless = !listed.some(({ text }) => policies.includes(text));
    const effect = isUseless ? "uses `BeforeHookCreation` instead" : "ignores it";
    for (const { text, span, replace } of listed) {
      if (policies.includes(text)) continue;
      const near = closest(text, policies);
      const question =
        near === undefined ? `The policies are \`${policies.join("`, `")}\`.` : `Did you mean \`${near}\`?`;
      const message = `Argo CD knows no delete policy \`${text}\` and ${effect}. ${question}`;
      yield { span, message, fixes: near === undefined ? [] : [replace(near)] };
    }
  },
});
