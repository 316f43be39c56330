import { closest } from "../../../schema/suggest.ts";
import { spanOf } from "../kustomize/wording.ts";
import { annotationRule, listedValues } from "./annotations.ts";

/** gitops-engine pkg/sync/common NewHookType; those around a deletion: argo-cd controller/hook.go. */
const phases = ["PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PreDelete", "PostDelete"];

/** A hook of an unknown phase is neither run nor applied as an ordinary object. */
export const hook = annotationRule({
  id: "ARGO-HOOK-VALUE",
  summary: "A hook is for a phase that does not exist.",
  documentation: "https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/",
  annotation: "argocd.argoproj.io/hook",
  *check(value) {
    const listed = listedValues(value);
    const isUseless = !listed.some(({ text }) => phases.includes(text));
    const effect = isUseless ? "this object is never applied" : "this one is ignored";
    const names = `The phases are \`${phases.join("`, `")}\``;
    if (listed.length === 0) yield { span: spanOf(value), message: `The hook names no phase, so ${effect}. ${names}.` };
    for (const { text, span, replace } of listed) {
      if (phases.includes(text)) continue;
      const near = closest(text, phases);
      const question = near === undefined ? `${names}.` : `Did you mean \`${near}\`?`;
      const message = `Argo CD knows no hook \`${text}\`, so ${effect}. ${question}`;
      yield { span, message, fixes: near === undefined ? [] : [replace(near)] };
    }
  },
});
