import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import { generatedIdentity, generatorTargets } from "../../../graph/kustomize/generated.ts";
import { describeIdentity, identityKey } from "../../../graph/kustomize/identity.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { guess, spanOf } from "./wording.ts";

/** Merging needs something to merge with (resWrangler: does not exist; cannot merge or replace). */
export const generatorMergeBase = kustomizeRule({
  id: "KZ-GEN-MERGE-NOBASE",
  summary: "A generator merges with or replaces an object that is not there.",
  severity: "error",
  needs: "content",
  fields: ["configMapGenerator", "secretGenerator"],
  *check({ root, index }) {
    const merging = root.fields.objectGenerators.filter(
      ({ behavior }) => behavior?.value === "merge" || behavior?.value === "replace",
    );
    if (merging.length === 0 || root.isComponent) return;
    const { input, isComplete } = accumulate(root, index);
    if (!isComplete) return;
    for (const entry of merging) {
      const identity = generatedIdentity(entry);
      if (!identity || !entry.name) continue;
      const at = root.fields.objectGenerators.indexOf(entry);
      const key = identityKey(identity);
      const isMadeBefore = root.fields.objectGenerators.slice(0, at).some((other) => {
        const made = generatedIdentity(other);
        return made !== undefined && identityKey(made) === key;
      });
      const others = input.filter((object) => object.source !== undefined || object.place.uri !== root.uri);
      if (isMadeBefore || generatorTargets(others, identity).length > 0) continue;
      const sameKind = others
        .filter(({ gvk }) => gvk.kind === entry.makes)
        .map((object) => (object.previous[0] ?? object).name);
      const { question, fixes } = guess(entry.name, sameKind);
      const message = `There is no ${describeIdentity(identity)} below this kustomization to ${entry.behavior?.value}, so the build fails.${question}`;
      yield { span: spanOf(entry.name), message, fixes };
    }
  },
});
