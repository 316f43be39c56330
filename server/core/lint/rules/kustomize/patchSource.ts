import { fieldPair } from "../../../graph/kustomize/fields.ts";
import { isNull } from "../edits/nulls.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A patch has exactly one source (kustomize PatchTransformer Config). */
export const patchSource = kustomizeRule({
  id: "KZ-PATCH-BOTH-NONE",
  summary: "A patch has both `path` and `patch`, or neither.",
  severity: "error",
  needs: "document",
  fields: ["patches"],
  *check({ root }) {
    for (const { node, path, patch } of root.fields.patches) {
      const hasPath = path !== undefined && path.value !== "";
      const hasPatch = patch !== undefined && patch.value.trim() !== "";
      if (hasPath && hasPatch) {
        const first = node.pairs.find(({ value }) => value === path || value === patch)?.key ?? node;
        yield {
          span: spanOf(first),
          message: "A patch is either written here (`patch`) or in a file (`path`): kustomize refuses both. Keep one.",
        };
      }
      if (hasPath || hasPatch) continue;
      // A value of another type is the schema's business.
      const written = ["path", "patch"].flatMap((name) => fieldPair(node, name) ?? []);
      if (written.some(({ value }) => !isNull(value) && !(value.type === "scalar" && value.value === ""))) continue;
      const first = written[0]?.key ?? node.pairs[0]?.key ?? node;
      yield {
        span: spanOf(first),
        message:
          "This patch says neither where it stands (`path`) nor what it is (`patch`), and kustomize refuses it. Add one.",
      };
    }
  },
});
