import { fieldValue } from "../../../graph/kustomize/fields.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A tag is a string; YAML reads `1.10` as a number, which kustomize refuses. */
export const imageTagType = kustomizeRule({
  id: "KZ-IMG-NEWTAG-NUMBER",
  summary: "A tag is written as a number instead of a string.",
  severity: "error",
  needs: "document",
  fields: ["images", "imageTags"],
  *check({ root, text }) {
    for (const { node } of [...root.fields.images, ...root.fields.imageTags]) {
      const value = fieldValue(node, "newTag");
      if (value?.type !== "scalar" || typeof value.value === "string") continue;
      const written = text.slice(value.start, value.end);
      const message = `YAML reads \`${written}\` as a ${typeof value.value}, and kustomize refuses a tag that is no string. Quote it.`;
      const edits = [{ span: spanOf(value), newText: `"${written}"` }];
      yield { span: spanOf(value), message, fixes: [{ title: "Quote the tag", edits, preferred: true }] };
    }
  },
});
