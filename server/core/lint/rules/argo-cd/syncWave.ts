import { spanOf } from "../kustomize/wording.ts";
import { annotationRule } from "./annotations.ts";

/** A wave that is no whole number counts as 0 (gitops-engine pkg/sync/syncwaves Wave, strconv.Atoi). */
export const syncWave = annotationRule({
  id: "ARGO-WAVE-INT",
  summary: "A sync wave is no whole number.",
  documentation: "https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/",
  annotation: "argocd.argoproj.io/sync-wave",
  *check(value) {
    if (/^[-+]?[0-9]+$/.test(value.value)) return;
    const message = `The wave has to be a whole number such as \`"-1"\` or \`"5"\`; Argo CD takes \`${value.value}\` for wave 0.`;
    yield { span: spanOf(value), message };
  },
});
