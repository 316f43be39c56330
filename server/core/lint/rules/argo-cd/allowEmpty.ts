import { pairOf } from "../../../manifest/node.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isTrue, mappingAt } from "./fields.ts";

/** Without `allowEmpty` an automated sync that would delete everything is skipped (argo-cd controller autoSync). */
export const allowEmpty = applicationRule({
  id: "ARGO-AUTO-ALLOWEMPTY",
  summary: "An automated sync may delete everything.",
  severity: "information",
  *check({ spec }) {
    const automated = mappingAt(spec, "syncPolicy", "automated");
    const pair = pairOf(automated, "allowEmpty");
    if (!pair || !isTrue(automated, "allowEmpty") || !isTrue(automated, "prune")) return;
    const message =
      "With `prune` and `allowEmpty` a source that renders to nothing, by a wrong path for example, deletes everything that was deployed. Leave `allowEmpty` out unless that is wanted.";
    yield { span: spanOf(pair.key), message };
  },
});
