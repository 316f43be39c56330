import { spanOf } from "../kustomize/wording.ts";
import { projectRule } from "./argoRule.ts";
import { mappingsAt, textAt, textsAt } from "./fields.ts";

/** A pattern that denies everything (AppProject.ValidateProject, IsSourcePermitted, isDestinationMatched). */
export const projectNegation = projectRule({
  id: "PROJ-NEGATE-ALL",
  summary: "A project denies everything.",
  severity: "warning",
  *check({ spec }) {
    const destinations = mappingsAt(spec, "destinations").flatMap((each) =>
      ["server", "name", "namespace"].flatMap((field) => textAt(each, field) ?? []),
    );
    for (const pattern of [...textsAt(spec, "sourceRepos"), ...destinations]) {
      if (pattern.value !== "!*") continue;
      const message =
        "`!*` would deny everything: Argo CD's API and UI refuse a project with it. Leave it out, as what no entry allows is denied anyway.";
      yield { span: spanOf(pattern), message };
    }
  },
});
