import { effectivePairs, keyText } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { mappingAt } from "../objectRule.ts";
import { kustomizationRule } from "./fluxRule.ts";

/** One name of another form fails the whole build (fluxcd/pkg/kustomize varSubstitution). */
export const variableName = kustomizationRule({
  id: "FLUX-SUBST-NAME",
  summary: "A variable of postBuild has a name that Flux refuses.",
  severity: "error",
  needs: "document",
  *check({ manifest: { root } }) {
    const variables = mappingAt(root, "spec", "postBuild", "substitute");
    for (const pair of variables ? effectivePairs(variables).values() : []) {
      const name = keyText(pair);
      if (/^[_A-Za-z][_A-Za-z0-9]*$/.test(name) || isTemplated(name)) continue;
      const message = `\`${name}\` is no name of a variable: only letters, digits and \`_\` are allowed, and no digit at the start. The build of this Kustomization fails. Rename it.`;
      yield { at: pair.key, message };
    }
  },
});
