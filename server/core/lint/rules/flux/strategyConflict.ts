import { pairOf } from "../../../manifest/node.ts";
import { mappingAt, plainStringAt, removeFieldFix } from "../objectRule.ts";
import { releaseRule } from "./fluxRule.ts";

/** Who retries does not remediate (helm-controller Install.GetRetry, Upgrade.GetRetry). */
export const strategyConflict = releaseRule({
  id: "HR-STRATEGY-CONFLICT",
  summary: "The remediation of a HelmRelease is ignored because of its strategy.",
  severity: "warning",
  needs: "document",
  *check({ manifest: { root, document } }) {
    for (const action of ["install", "upgrade"]) {
      const holder = mappingAt(root, "spec", action);
      const remediation = pairOf(holder, "remediation");
      if (!remediation || plainStringAt(holder, "strategy", "name")?.value !== "RetryOnFailure") continue;
      const message = `With the strategy \`RetryOnFailure\` a failed ${action} is repeated as it is, and \`remediation\` is ignored. Remove it, or choose \`RemediateOnFailure\`.`;
      const fixes = removeFieldFix(document.text, holder, "remediation");
      yield { at: remediation.key, message, tags: ["unnecessary"], fixes };
    }
  },
});
