import { isTemplated } from "../../../graph/kustomize/entries.ts";
import { fieldPair } from "../../../graph/kustomize/fields.ts";
import { splitImage } from "../../../graph/kustomize/images.ts";
import { scalarText } from "../../../schema/edits.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** Images are found by name alone, so a name with a tag finds none (kustomize types/image.go). */
export const imageTagInName = kustomizeRule({
  id: "KZ-IMG-TAG-IN-NAME",
  summary: "The name of an image override carries a tag or digest.",
  severity: "warning",
  needs: "document",
  fields: ["images", "imageTags"],
  *check({ root }) {
    for (const { name, node } of [...root.fields.images, ...root.fields.imageTags]) {
      if (!name || isTemplated(name.value)) continue;
      const parts = splitImage(name.value);
      if (parts.tag === "" && parts.digest === "") continue;
      const what = parts.tag === "" ? `digest \`${parts.digest}\`` : `tag \`${parts.tag}\``;
      const message = `\`name\` finds images by their name alone, so with the ${what} it finds none. Write \`${parts.name}\`.`;
      const isSafe = ["newTag", "digest", "newName"].some((field) => fieldPair(node, field) !== undefined);
      const edits = [{ span: spanOf(name), newText: scalarText(parts.name) }];
      const fix = { title: `Change to \`${parts.name}\``, edits, ...(isSafe ? { preferred: true as const } : {}) };
      yield { span: spanOf(name), message, fixes: [fix] };
    }
  },
});
