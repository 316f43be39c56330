import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { replaceText, textAt } from "./fields.ts";
import { isChart, sourcesOf } from "./sources.ts";

/** Paths count from the root of the repository and stay inside (argo-cd util/app/path Path). */
export const pathForm = applicationRule({
  id: "ARGO-PATH-FORM",
  summary: "The path of a source is absolute or leads out of the repository.",
  severity: "error",
  *check({ spec }) {
    for (const { node } of sourcesOf(spec)) {
      const path = textAt(node, "path");
      if (!path || isChart(node)) continue;
      if (path.value.startsWith("/")) {
        const relative = path.value.replace(/^\/+/, "") || ".";
        const message = `The path counts from the root of the repository and must not start with a slash: Argo CD refuses it. Write \`${relative}\`.`;
        yield { span: spanOf(path), message, fixes: [replaceText(path, relative)] };
      } else if (leadsOut(path.value)) {
        const message = `\`${path.value}\` leads out of the repository: the path counts from its root, not from this file, and Argo CD refuses it.`;
        yield { span: spanOf(path), message };
      }
    }
  },
});

function leadsOut(path: string): boolean {
  let depth = 0;
  for (const segment of path.split("/")) {
    if (segment === "..") depth--;
    else if (segment !== "" && segment !== ".") depth++;
    if (depth < 0) return true;
  }
  return false;
}
