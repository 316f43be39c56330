import { fieldPair, fieldValue } from "../../../graph/kustomize/fields.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** Both may be given: the image then carries both, and the digest decides (kustomize filters/imagetag/updater.go). */
export const imageTagAndDigest = kustomizeRule({
  id: "KZ-IMG-TAG-DIGEST",
  summary: "An image override sets both a tag and a digest.",
  severity: "information",
  needs: "document",
  fields: ["images", "imageTags"],
  *check({ root }) {
    for (const { node } of [...root.fields.images, ...root.fields.imageTags]) {
      const isSet = (name: string): boolean => {
        const value = fieldValue(node, name);
        return value?.type === "scalar" && value.value !== "";
      };
      const pair = fieldPair(node, "newTag");
      if (!pair || !isSet("newTag") || !isSet("digest")) continue;
      const message =
        "With both `newTag` and `digest` the image becomes `name:tag@digest`: the digest decides, the tag is decoration.";
      yield { span: spanOf(pair.key), message };
    }
  },
});
