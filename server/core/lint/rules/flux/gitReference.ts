import { hasOnly, isSetAt, mappingAt, plainStringAt } from "../objectRule.ts";
import { gitFields, sourceRule } from "./fluxRule.ts";

/** Without a reference Flux checks out `master` (source-controller GitRepositoryRef.Branch). */
export const gitReference = sourceRule("GitRepository", {
  id: "FLUX-GIT-NOREF",
  summary: "A GitRepository does not say which branch, tag or commit it takes.",
  severity: "warning",
  needs: "document",
  *check({ manifest: { root }, partial }) {
    const spec = mappingAt(root, "spec");
    const url = plainStringAt(spec, "url");
    if (partial || !spec || !url || !hasOnly(spec, gitFields)) return;
    const fields = ["branch", "tag", "semver", "name", "commit"];
    if (fields.some((field) => isSetAt(spec, "ref", field)) || (isSetAt(spec, "ref") && !mappingAt(spec, "ref")))
      return;
    const message =
      "Without `ref` Flux takes the branch `master`, which most repositories no longer have. Name a branch, tag or commit, for example `ref: {branch: main}`.";
    yield { at: url, message };
  },
});
