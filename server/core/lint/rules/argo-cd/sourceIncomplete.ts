import { valueAt } from "../../../manifest/node.ts";
import { applicationRule } from "./argoRule.ts";
import { hasMisspelt, isGiven, keySpan } from "./fields.ts";
import { sourcesOf } from "./sources.ts";

/** A source needs a repository and something in it (argo-cd util/argo validateSourcePermissions). */
export const sourceIncomplete = applicationRule({
  id: "ARGO-SRC-INCOMPLETE",
  summary: "A source lacks its repository, or what to take from it.",
  severity: "error",
  judgesAbsence: true,
  *check({ spec }) {
    for (const { node, role } of sourcesOf(spec)) {
      // The schema asks for `repoURL`; what is left is the empty one.
      if (valueAt(node, "repoURL") === undefined) continue;
      if (!isGiven(node, "repoURL")) {
        const message = "`repoURL` is empty, so Argo CD has no repository to read. Write its address.";
        yield { span: keySpan(node, "repoURL"), message };
        continue;
      }
      const wanted = role === "listed" ? ["path", "chart", "ref"] : ["path", "chart"];
      if (role === "dry" || hasMisspelt(node, wanted) || wanted.some((field) => isGiven(node, field))) continue;
      const names = wanted.map((field) => `\`${field}\``).join(" or ");
      const hasRef = isGiven(node, "ref") ? " `ref` alone is enough only in `sources`." : "";
      const message = `This source says where the repository is, but not what to take from it: Argo CD refuses the Application. Add ${names} (\`path: .\` for the whole repository).${hasRef}`;
      yield { span: keySpan(node, "repoURL"), message };
    }
  },
});
