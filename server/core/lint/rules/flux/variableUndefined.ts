import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import { closest } from "../../../schema/suggest.ts";
import type { Rule } from "../../rule.ts";
import type { Collector } from "./collectors.ts";
import { expressionsIn, mayHoldVariables, type PlacedExpression, substitutersOf } from "./substitutedTexts.ts";
import { variablesOf } from "./variables.ts";

const documentation = "https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution";

/** An unknown variable fails the build since Flux 2.9 and became nothing before (StrictPostBuildSubstitutions). */
export const variableUndefined: Rule = {
  id: "FLUX-SUBST-UNDEF",
  summary: "A variable without a default that the Flux Kustomization of the file does not define.",
  severity: "warning",
  // Only documents with such an expression are looked at.
  needs: "content",
  documentation,
  appliesTo: mayHoldVariables,
  *check({ manifest, index }) {
    const used = expressionsIn(manifest).filter(({ hasDefault, problem }) => !hasDefault && problem === undefined);
    if (used.length === 0) return;
    const collectors = substitutersOf(manifest, index);
    const told = new Set<string>();
    for (const expression of used) {
      if (told.has(expression.name)) continue;
      const without = collectors.find((collector) => !mayDefine(expression, collector, index));
      if (!without) continue;
      told.add(expression.name);
      const message = describe(expression, without, index);
      yield { code: "FLUX-SUBST-UNDEF", severity: "warning", message, span: expression.span, documentation };
    }
  },
};

function mayDefine({ name }: PlacedExpression, { kustomization }: Collector, index: RepositoryIndex): boolean {
  const { names, isComplete, texts } = variablesOf(kustomization, index);
  return !isComplete || names.has(name) || texts.some((text) => text.includes(name));
}

function describe({ name }: PlacedExpression, { kustomization }: Collector, index: RepositoryIndex): string {
  const near = closest(name, variablesOf(kustomization, index).names);
  const question = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  return `The Kustomization \`${kustomization.name?.value}\` applies this file and defines no variable \`${name}\`: since Flux 2.9 its build fails, before that the value is empty. Define it under \`postBuild\`, or give a default: \`\${${name}:=…}\`.${question}`;
}
