import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import { identitiesOf } from "../../../graph/kustomize/accumulatedObject.ts";
import { isTemplated } from "../../../graph/kustomize/entries.ts";
import { mappingItems, stringField } from "../../../graph/kustomize/fields.ts";
import { scalableKinds } from "../../../kinds/kubernetes/kustomizeDefaults.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { guess, spanOf } from "./wording.ts";

/** `replicas` has to find a workload (kustomize ReplicaCountTransformer). */
export const replicasTarget = kustomizeRule({
  id: "KZ-REPLICAS-NOMATCH",
  summary: "An entry of `replicas` names a workload that is not there.",
  severity: "error",
  needs: "content",
  fields: ["replicas"],
  *check({ root, index }) {
    const entries = mappingItems(root.fields.root, "replicas");
    if (entries.length === 0 || root.isComponent) return;
    const { named, isComplete, isConfigured } = accumulate(root, index);
    if (!isComplete || isConfigured) return;
    const workloads = named.filter(({ gvk }) => scalableKinds.includes(gvk.kind));
    for (const entry of entries) {
      const name = stringField(entry, "name");
      if (!name || isTemplated(name.value)) continue;
      if (workloads.some((object) => identitiesOf(object).some((each) => each.name === name.value))) continue;
      const { question, fixes } = guess(
        name,
        workloads.map((object) => (object.previous[0] ?? object).name),
      );
      const message = `This kustomization has no Deployment, StatefulSet or ReplicaSet named \`${name.value}\`, so the build fails.${question}`;
      yield { span: spanOf(name), message, fixes };
    }
  },
});
