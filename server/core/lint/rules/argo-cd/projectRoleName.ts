import { spanOf } from "../kustomize/wording.ts";
import { projectRule } from "./argoRule.ts";
import { mappingsAt, textAt } from "./fields.ts";

/** argo-cd v1alpha1 validateRoleName, asked when a project is changed through the API. */
export const projectRoleName = projectRule({
  id: "PROJ-ROLE-NAME",
  summary: "The name of a role has characters that are not allowed.",
  severity: "warning",
  *check({ spec }) {
    for (const role of mappingsAt(spec, "roles")) {
      const name = textAt(role, "name");
      if (!name || /^[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(name.value)) continue;
      const message = `A role is named with letters, digits, \`-\` and \`_\`, the first and last being a letter or digit: Argo CD's API and UI refuse a project with \`${name.value}\`.`;
      yield { span: spanOf(name), message };
    }
  },
});
