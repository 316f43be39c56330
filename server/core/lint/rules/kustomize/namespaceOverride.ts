import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import type { AccumulatedObject } from "../../../graph/kustomize/accumulatedObject.ts";
import { isTemplated } from "../../../graph/kustomize/entries.ts";
import { isClusterScoped } from "../../../kinds/kubernetes/clusterScoped.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** `namespace` wins over what the objects say themselves (kustomize NamespaceTransformer). */
export const namespaceOverride = kustomizeRule({
  id: "KZ-NS-CONFLICT",
  summary: "`namespace` overrides the namespace that an object states itself.",
  severity: "information",
  needs: "content",
  fields: ["namespace"],
  *check({ root, index }) {
    const { namespace } = root.fields;
    if (!namespace || namespace.value === "" || isTemplated(namespace.value)) return;
    const moved = accumulate(root, index).input.filter(
      (object) => isStated(object) && object.namespace !== namespace.value && !isClusterScoped(object.gvk),
    );
    const [first] = moved;
    if (!first) return;
    const others =
      moved.length > 1 ? ` and ${moved.length - 1} more state a namespace of their own, here` : " states the namespace";
    const message = `${first.gvk.kind} \`${first.name}\`${others} \`${first.namespace}\`, which this overrides with \`${namespace.value}\`.`;
    const related = moved
      .slice(0, 10)
      .map(({ place, namespace: own }) => ({ ...place, message: `States \`${own}\`.` }));
    yield { span: spanOf(namespace), message, related };
  },
});

/** Whether the object still has the namespace of its own file, and not one that a base gave it to be overridden. */
function isStated({ namespace, previous: [declared] }: AccumulatedObject): boolean {
  return Boolean(namespace) && (!declared || declared.namespace === namespace);
}
