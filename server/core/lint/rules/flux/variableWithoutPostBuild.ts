import type { Rule } from "../../rule.ts";
import { mayBeChanged } from "./collectors.ts";
import { expressionsIn, mayHoldVariables, untouchedCollectors } from "./substitutedTexts.ts";
import { substitutes } from "./variables.ts";

const documentation = "https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution";

/**
 * Without variables Flux leaves `${…}` as it is (fluxcd/pkg/kustomize SubstituteVariables). In a value that may be meant
 * for somebody else; no name in Kubernetes can hold it.
 */
export const variableWithoutPostBuild: Rule = {
  id: "FLUX-SUBST-NOPOSTBUILD",
  summary: "A name holds a variable, and the Flux Kustomization of the file substitutes none.",
  severity: "warning",
  // Only documents with such an expression are looked at.
  needs: "content",
  documentation,
  appliesTo: (manifest) =>
    mayHoldVariables(manifest) && [manifest.name, manifest.namespace].some((node) => node?.value.includes("${")),
  *check({ manifest, index }) {
    const collectors = untouchedCollectors(manifest, index);
    const without = collectors.find(
      ({ kustomization }) =>
        substitutes(kustomization) === "no" && !mayBeChanged(kustomization.uri, ["postBuild"], index),
    );
    if (!without) return;
    for (const node of [manifest.name, manifest.namespace]) {
      const variable = expressionsIn(manifest).find(
        ({ span }) => node && span.start >= node.start && span.end <= node.end,
      );
      if (!variable) continue;
      const message = `The Kustomization \`${without.kustomization.name?.value}\` applies this file without substituting variables, so \`${variable.text}\` stays in the name, which Kubernetes refuses. Set \`spec.postBuild.substitute\` there.`;
      yield { code: "FLUX-SUBST-NOPOSTBUILD", severity: "warning", message, span: variable.span, documentation };
    }
  },
};
