import { pairOf } from "../../../manifest/node.ts";
import { isTrueAt, mappingAt, plainStringAt, removeFieldFix } from "../objectRule.ts";
import { releaseRule } from "./fluxRule.ts";

/** What Helm 4 ignores (helm-controller Upgrade.Force, Rollback.Force, Rollback.Recreate). */
export const forceWithServerSideApply = releaseRule({
  id: "HR-FORCE-SSA",
  summary: "A HelmRelease sets what Helm 4 or server-side apply ignores.",
  severity: "warning",
  needs: "document",
  *check({ manifest: { root, document } }) {
    for (const action of ["upgrade", "rollback"]) {
      const holder = mappingAt(root, "spec", action);
      const force = pairOf(holder, "force");
      const isServerSide = plainStringAt(holder, "serverSideApply")?.value === "enabled";
      if (!force || !isServerSide || !isTrueAt(force.value)) continue;
      const message = `\`force\` has no effect with server-side apply. Remove it, or set \`serverSideApply: disabled\`.`;
      yield { at: force.key, message, tags: ["unnecessary"], fixes: removeFieldFix(document.text, holder, "force") };
    }
    const rollback = mappingAt(root, "spec", "rollback");
    const recreate = pairOf(rollback, "recreate");
    if (!recreate || !isTrueAt(recreate.value)) return;
    const message = "`recreate` has no effect since Flux 2.9: Helm 4 no longer restarts Pods. Remove it.";
    yield {
      at: recreate.key,
      message,
      tags: ["deprecated"],
      fixes: removeFieldFix(document.text, rollback, "recreate"),
    };
  },
});
