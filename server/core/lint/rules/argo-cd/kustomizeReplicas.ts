import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import { identitiesOf } from "../../../graph/kustomize/accumulatedObject.ts";
import { kustomizeRootAt } from "../../../graph/kustomize/kustomizeRoot.ts";
import { scalableKinds } from "../../../kinds/kubernetes/kustomizeDefaults.ts";
import { guess, spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isGiven, mappingAt, mappingsAt, textAt } from "./fields.ts";
import { ownDirectory } from "./ownDirectory.ts";
import { sourcesOf } from "./sources.ts";

/** What may give objects other names, or bring further ones. */
const changing = ["namePrefix", "nameSuffix", "components", "patches"];

/** Argo CD writes `replicas` into the kustomization, where every entry has to find a workload (kustomize ReplicaCountTransformer). */
export const kustomizeReplicas = applicationRule({
  id: "ARGO-KZ-REPLICAS",
  summary: "A number of replicas is for a workload that is not there.",
  severity: "error",
  needs: "content",
  *check({ spec, index }) {
    for (const { node } of sourcesOf(spec)) {
      const kustomize = mappingAt(node, "kustomize");
      const entries = mappingsAt(kustomize, "replicas");
      if (entries.length === 0 || changing.some((field) => isGiven(kustomize, field))) continue;
      const directory = ownDirectory(node, index);
      const root = directory && kustomizeRootAt(directory.uri, index);
      if (!root || root.isComponent) continue;
      const { named, isComplete, isConfigured } = accumulate(root, index);
      if (!isComplete || isConfigured) continue;
      const workloads = named.filter(({ gvk }) => scalableKinds.includes(gvk.kind));
      for (const entry of entries) {
        const name = textAt(entry, "name");
        if (!name || workloads.some((object) => identitiesOf(object).some((each) => each.name === name.value)))
          continue;
        const candidates = workloads.map((object) => (object.previous[0] ?? object).name);
        const { question, fixes } = guess(name, candidates);
        const message = `The directory of this source has no Deployment, StatefulSet or ReplicaSet named \`${name.value}\`, so the build fails.${question}`;
        yield { span: spanOf(name), message, fixes, severity: directory.isSameRevision ? "error" : "warning" };
      }
    }
  },
});
