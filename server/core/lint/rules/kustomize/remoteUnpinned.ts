import { isTemplated } from "../../../graph/kustomize/entries.ts";
import { placeOfEntry } from "../../../graph/kustomize/remote.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** Without a ref the default branch is built, so the same commit can render differently tomorrow. */
export const remoteUnpinned = kustomizeRule({
  id: "KZ-REMOTE-UNPINNED",
  summary: "A remote base is not pinned to a revision.",
  severity: "warning",
  needs: "document",
  fields: ["resources", "bases", "components"],
  *check({ root: { fields } }) {
    for (const entry of [...fields.resources, ...fields.bases, ...fields.components]) {
      if (isTemplated(entry.value)) continue;
      const place = placeOfEntry(entry.value);
      const isMoving = place.type === "url" && /\/(?:main|master|HEAD|latest)\//.test(entry.value);
      if (isMoving) {
        const message =
          "This address follows a branch, so the same commit can render differently later. Use the address of a tag or commit.";
        yield { span: spanOf(entry), message };
      }
      if (place.type !== "repository" || place.ref !== undefined) continue;
      const separator = entry.value.includes("?") ? "&" : "?";
      const message = `This remote base follows the default branch, so the same commit can render differently later. Pin it with \`${separator}ref=\` and a tag or commit.`;
      yield { span: spanOf(entry), message };
    }
  },
});
