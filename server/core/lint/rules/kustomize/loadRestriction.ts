import { escapesRoot, targetOfEntry } from "../../../graph/kustomize/entries.ts";
import { inclusionsOf } from "../../../graph/kustomize/inclusion.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A file outside the directory of the kustomization is refused by default (kustomize loader/loadrestrictions.go). */
export const loadRestriction = kustomizeRule({
  id: "KZ-LOAD-RESTRICT",
  summary: "A kustomization reads a file outside its own directory.",
  severity: "warning",
  needs: "structure",
  *check({ root, index }) {
    for (const { entry, uri } of inclusionsOf(root)) {
      if (!escapesRoot(uri, root) || !index.hasFile(uri)) continue;
      if (targetOfEntry(entry.value.slice(entry.value.indexOf("=") + 1), root, index).type !== "file") continue;
      const message = `\`${entry.value}\` lies outside this directory. Plain \`kustomize build\` refuses that; Flux allows it, Argo CD only with \`--load-restrictor LoadRestrictionsNone\`. Move the file here, or make its directory a base.`;
      yield { span: spanOf(entry), message };
    }
  },
});
