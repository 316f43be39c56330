import { pairOf } from "../../../manifest/node.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { mappingAt, preferring, removeField } from "./fields.ts";

/** The controller takes an operation out when it is completed (argo-cd controller setOperationState). */
export const operation = applicationRule({
  id: "ARGO-OPERATION-IN-GIT",
  summary: "A manifest holds an operation, which is started whenever it is applied.",
  severity: "warning",
  *check({ manifest, text }) {
    const root = mappingAt(manifest.root);
    const pair = pairOf(root, "operation");
    if (!root || !pair || !mappingAt(pair.value)) return;
    const message =
      "`operation` is an order to sync, which the controller carries out and takes away: kept in Git it starts again whenever this manifest is applied. Remove it.";
    yield { span: spanOf(pair.key), message, fixes: preferring(removeField(text, root, pair)) };
  },
});
