import { patchOfEntry } from "../../../graph/kustomize/patching.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** With a target only one strategic merge patch is allowed (kustomize PatchTransformer). */
export const severalPatchesOneTarget = kustomizeRule({
  id: "KZ-PATCH-MULTI-SM-TARGET",
  summary: "A patch with a `target` holds several YAML documents.",
  severity: "error",
  needs: "content",
  fields: ["patches"],
  *check({ root, index }) {
    for (const entry of root.fields.patches) {
      const patch = patchOfEntry(entry, root, index);
      if (!entry.target || patch.type !== "merge" || patch.patches.length < 2) continue;
      const place = entry.path ?? entry.patch ?? entry.node;
      const message = `This patch holds ${patch.patches.length} YAML documents, but with a \`target\` kustomize takes only one. Split it into one entry for each, or remove the target.`;
      yield { span: spanOf(place), message };
    }
  },
});
