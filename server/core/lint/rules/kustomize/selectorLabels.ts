import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import { fieldPair, fieldValue, mappingItems } from "../../../graph/kustomize/fields.ts";
import { selectingKinds } from "../../../kinds/kubernetes/kustomizeDefaults.ts";
import type { ScalarNode } from "../../../manifest/node.ts";
import { type KustomizeContext, kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** Labels in selectors cannot be changed once the workload exists (apps/v1 selectors are immutable). */
export const selectorLabels = kustomizeRule({
  id: "KZ-COMMONLABELS-SELECTOR",
  summary: "Labels are added to the selectors of workloads, which cannot be changed later.",
  severity: "information",
  needs: "content",
  fields: ["commonLabels", "labels"],
  *check(context) {
    const keys = selectorKeys(context);
    if (keys.length === 0) return;
    const workload = accumulate(context.root, context.index).input.find(({ gvk }) => selectingKinds.includes(gvk.kind));
    if (!workload) return;
    for (const key of keys) {
      const message = `These labels also become part of selectors, and the selector of an existing ${workload.gvk.kind} such as \`${workload.name}\` cannot be changed. For new labels use \`labels\` with \`includeTemplates: true\` and without \`includeSelectors\`.`;
      yield { span: spanOf(key), message };
    }
  },
});

function selectorKeys({ root: { fields } }: KustomizeContext): readonly ScalarNode[] {
  const common = fieldPair(fields.root, "commonLabels");
  const inSelectors = mappingItems(fields.root, "labels").flatMap((entry) => {
    const value = fieldValue(entry, "includeSelectors");
    const key = fieldPair(entry, "includeSelectors")?.key;
    return key && value?.type === "scalar" && value.value === true ? [key] : [];
  });
  return common && fieldValue(fields.root, "commonLabels")?.type === "mapping"
    ? [common.key, ...inSelectors]
    : inSelectors;
}
