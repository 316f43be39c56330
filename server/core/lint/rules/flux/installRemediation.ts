import { pairOf } from "../../../manifest/node.ts";
import { isSetAt, mappingAt, plainStringAt } from "../objectRule.ts";
import { releaseRule } from "./fluxRule.ts";

/** Both actions have retries of their own, none by default (helm-controller InstallRemediation.Retries). */
export const installRemediation = releaseRule({
  id: "HR-INSTALL-NOREM",
  summary: "A HelmRelease retries a failed upgrade, but not a failed installation.",
  severity: "information",
  needs: "document",
  *check({ manifest: { root }, partial }) {
    const spec = mappingAt(root, "spec");
    const remediation = pairOf(mappingAt(spec, "upgrade"), "remediation");
    if (partial || !remediation || !isSetAt(spec, "upgrade", "remediation", "retries")) return;
    if (isSetAt(spec, "install", "remediation") || isSetAt(spec, "install", "strategy")) return;
    if (plainStringAt(spec, "upgrade", "strategy", "name")?.value === "RetryOnFailure") return;
    const message =
      "A failed upgrade is retried, but a first installation that fails is not: the release then stays failed until something changes. Set `install.remediation.retries` too.";
    yield { at: remediation.key, message };
  },
});
