import type { Fix } from "../../finding.ts";
import type { Rule } from "../../rule.ts";
import { expressionsIn, mayHoldVariables, type PlacedExpression, substitutersOf } from "./substitutedTexts.ts";

const documentation = "https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution";

/** One expression that Flux cannot read fails the whole build (fluxcd/pkg/envsubst parse). */
export const variableSyntax: Rule = {
  id: "FLUX-SUBST-SYNTAX",
  summary: "A `${…}` that Flux cannot read, in a file whose variables it substitutes.",
  severity: "error",
  // Only documents with such an expression are looked at.
  needs: "content",
  documentation,
  appliesTo: mayHoldVariables,
  *check({ manifest, index }) {
    const wrong = expressionsIn(manifest).filter(({ problem }) => problem !== undefined);
    if (wrong.length === 0) return;
    const [collector] = substitutersOf(manifest, index);
    const name = collector?.kustomization.name?.value;
    if (name === undefined) return;
    for (const expression of wrong) {
      const message = `Flux substitutes variables here (Kustomization \`${name}\`) and cannot read \`${expression.text}\`, so its build fails. ${advice(expression)}`;
      const fixes = fixesOf(expression);
      yield { code: "FLUX-SUBST-SYNTAX", severity: "error", message, span: expression.span, fixes, documentation };
    }
  },
};

function advice(expression: PlacedExpression): string {
  const repaired = withDefault(expression);
  const literal = "Write `$${` for a literal `${`.";
  return repaired === undefined ? literal : `A default is written \`${repaired}\`. ${literal}`;
}

/** `${name-text}` as Flux writes it, when it is one. */
function withDefault({ text, name }: PlacedExpression): string | undefined {
  const rest = text.slice(name.length + 2);
  return /^-[^{}$]*\}$/.test(rest) ? `\${${name}:${rest}` : undefined;
}

function fixesOf(expression: PlacedExpression): readonly Fix[] {
  if (!expression.isExact) return [];
  const { start } = expression.span;
  const repaired = withDefault(expression);
  const literal: Fix = {
    title: "Write `$${`, which stays as it is",
    edits: [{ span: { start, end: start }, newText: "$" }],
  };
  if (repaired === undefined) return [literal];
  return [{ title: `Change to \`${repaired}\``, edits: [{ span: expression.span, newText: repaired }] }, literal];
}
