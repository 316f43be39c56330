import { editDistance } from "../../../schema/suggest.ts";
import type { Rule } from "../../rule.ts";
import { spanOf } from "../kustomize/wording.ts";
import { replaceText, textsAt } from "./fields.ts";

const cascading = "resources-finalizer.argocd.argoproj.io";
const hooks = ["pre-delete-finalizer.argocd.argoproj.io", "post-delete-finalizer.argocd.argoproj.io"];

/** What Argo CD takes away again (argo-cd v1alpha1 isPropagationPolicyFinalizer, AppProject.HasFinalizer). */
const known: ReadonlyMap<string, readonly string[]> = new Map([
  ["Application", [cascading, `${cascading}/foreground`, `${cascading}/background`, ...hooks.flatMap(withCleanup)]],
  ["AppProject", [cascading]],
]);

/** A finalizer that looks like one of Argo CD and is none. */
export const finalizer: Rule = {
  id: "ARGO-FINALIZER",
  summary: "A finalizer looks like one of Argo CD, but is none.",
  severity: "warning",
  needs: "document",
  documentation: "https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/",
  isAbout: (gvk) => gvk.group === "argoproj.io" && known.has(gvk.kind),
  *check({ manifest }) {
    const names = known.get(manifest.gvk.kind) ?? [];
    for (const node of textsAt(manifest.root, "metadata", "finalizers")) {
      const { value } = node;
      if (names.includes(value) || !/argo/i.test(value) || value === "argocd.argoproj.io/hook-finalizer") continue;
      const near = nearest(value, names);
      const question = near === undefined ? "" : ` Did you mean \`${near}\`?`;
      const message = `Argo CD doesn't know the finalizer \`${value}\`: what this object deployed is not deleted with it, and its own deletion hangs because nobody takes the finalizer away.${question}`;
      const fixes = near === undefined ? [] : [replaceText(node, near)];
      yield { code: "ARGO-FINALIZER", severity: "warning", message, span: spanOf(node), fixes };
    }
  },
};

function withCleanup(name: string): readonly string[] {
  return [name, `${name}/cleanup`];
}

function nearest(value: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, distance: editDistance(value.toLowerCase(), name.toLowerCase(), 12) }))
    .toSorted((a, b) => a.distance - b.distance);
  return ranked[0] && ranked[0].distance < 12 ? ranked[0].name : undefined;
}
