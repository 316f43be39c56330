import { kustomizeRule } from "./kustomizeRule.ts";
import { guess, spanOf } from "./wording.ts";

const behaviors: readonly string[] = ["create", "replace", "merge"];

/** Any other word silently counts as `create` (kustomize types/generationbehavior.go, measured). */
export const generatorBehavior = kustomizeRule({
  id: "KZ-GEN-BEHAVIOR",
  summary: "A generator has an unknown `behavior`.",
  severity: "warning",
  needs: "document",
  fields: ["configMapGenerator", "secretGenerator"],
  *check({ root }) {
    for (const { behavior } of root.fields.objectGenerators) {
      if (!behavior || behavior.value === "" || behaviors.includes(behavior.value)) continue;
      const { question, fixes } = guess(behavior, behaviors);
      const message = `kustomize knows the behaviors create, replace and merge, and takes \`${behavior.value}\` for create.${question}`;
      yield { span: spanOf(behavior), message, fixes };
    }
  },
});
