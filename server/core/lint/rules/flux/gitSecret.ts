import { hasOnly, isSetAt, mappingAt, plainStringAt } from "../objectRule.ts";
import { gitFields, sourceRule } from "./fluxRule.ts";

/** Over ssh an identity and known hosts are required (fluxcd/pkg/git AuthOptions.Validate). */
export const gitSecret = sourceRule("GitRepository", {
  id: "FLUX-GIT-SSH-NOSECRET",
  summary: "A GitRepository is fetched over ssh, but names no Secret with the key.",
  severity: "error",
  needs: "document",
  *check({ manifest: { root }, partial }) {
    const spec = mappingAt(root, "spec");
    const url = plainStringAt(spec, "url");
    if (partial || !spec || !hasOnly(spec, gitFields) || !url?.value.startsWith("ssh://") || isSetAt(spec, "secretRef"))
      return;
    const message =
      "Flux needs a key to fetch over ssh, even a public repository. Set `secretRef` to a Secret with `identity` and `known_hosts`, or use an `https://` address.";
    yield { at: url, message };
  },
});
