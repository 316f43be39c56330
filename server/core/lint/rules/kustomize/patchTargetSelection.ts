import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import type { AccumulatedObject } from "../../../graph/kustomize/accumulatedObject.ts";
import { isTemplated } from "../../../graph/kustomize/entries.ts";
import type { TargetSelector } from "../../../graph/kustomize/fields.ts";
import { stringField } from "../../../graph/kustomize/fields.ts";
import { compileSelector } from "../../../graph/kustomize/selectors.ts";
import { type KustomizeFinding, kustomizeRule } from "./kustomizeRule.ts";
import { guess, spanOf } from "./wording.ts";

/** A target that selects nothing is no error: the patch silently does nothing (kustomize resmap Select). */
export const patchTargetSelection = kustomizeRule({
  id: "KZ-PATCH-TARGET-NOMATCH",
  summary: "The target of a patch selects nothing, so the patch does nothing.",
  severity: "warning",
  needs: "content",
  fields: ["patches", "patchesJson6902"],
  *check({ root, index }) {
    if (root.isComponent) return;
    const { input, patched, named, isComplete } = accumulate(root, index);
    if (!isComplete) return;
    const groups = [
      { entries: root.fields.patches, objects: [...input, ...patched] },
      { entries: root.fields.patchesJson6902, objects: named },
    ];
    for (const { entries, objects } of groups) {
      for (const { target, selector } of entries) {
        const test = selector && compileSelector(selector);
        if (!target || !selector || !test || Object.values(selector).some(isTemplated)) continue;
        // Without any object, as in a freshly bootstrapped cluster, nothing can be said about one target.
        if (objects.length > 0 && objects.every((object) => test(object) === "no"))
          yield finding(target, selector, objects);
      }
    }
  },
});

function finding(
  target: Parameters<typeof stringField>[0],
  selector: TargetSelector,
  objects: readonly AccumulatedObject[],
): KustomizeFinding {
  const name = stringField(target, "name");
  const kind = stringField(target, "kind");
  const withoutName = compileSelector({ ...selector, name: "" });
  const ofKind = objects.filter((object) => withoutName?.(object) !== "no");
  const byName = name && ofKind.length > 0 ? guess(name, ofKind.flatMap(namesOf)) : undefined;
  const byKind =
    !byName && kind
      ? guess(
          kind,
          objects.map((object) => object.gvk.kind),
        )
      : undefined;
  const place = (byName ? name : kind) ?? name ?? target;
  const { question, fixes } = byName ?? byKind ?? { question: "", fixes: [] };
  const what = [selector.kind || "any kind", selector.name && `\`${selector.name}\``]
    .filter((part) => part !== "")
    .join(" ");
  const message = `This target (${what}) selects no object of the kustomization, so kustomize leaves the patch out without a word.${question || " Correct the target, or remove the patch."}`;
  return { span: place ? spanOf(place) : { start: 0, end: 0 }, message, fixes };
}

function namesOf(object: AccumulatedObject): readonly string[] {
  return [(object.previous[0] ?? object).name];
}
