import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import { isTemplated } from "../../../graph/kustomize/entries.ts";
import { isLocalEntry } from "../../../graph/kustomize/remote.ts";
import type { StringNode } from "../../../manifest/manifest.ts";
import { pairOf } from "../../../manifest/node.ts";
import { joinUri } from "../../../text/uri.ts";
import { removeItem } from "../edits/lists.ts";
import { type KustomizeContext, kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** The same entry twice is the same objects twice. */
export const duplicateEntry = kustomizeRule({
  id: "KZ-DUP-ENTRY",
  summary: "An entry is listed twice.",
  severity: "error",
  needs: "content",
  fields: ["resources", "bases"],
  *check(context) {
    const { root, index, text } = context;
    const repeated = repeatedEntries(context);
    if (repeated.length === 0) return;
    const { collisions } = accumulate(root, index);
    for (const entry of repeated) {
      const field = root.fields.resources.includes(entry) ? "resources" : "bases";
      const pair = pairOf(root.fields.root, field);
      const fails = collisions.some((collision) => collision.entry === entry);
      const consequence = fails ? " kustomize refuses the objects it would add again: remove one." : " Remove one.";
      const message = `\`${entry.value}\` is listed twice.${consequence}`;
      const fixes = pair
        ? [{ title: "Remove the entry", edits: removeItem(text, pair, entry), preferred: true as const }]
        : [];
      yield { span: spanOf(entry), message, fixes, severity: fails ? "error" : "warning" };
    }
  },
});

/** Entries of `resources` and `bases` that name what an earlier one names already. */
export function repeatedEntries({ root }: Pick<KustomizeContext, "root">): readonly StringNode[] {
  const seen = new Set<string>();
  return [...root.fields.resources, ...root.fields.bases].filter(({ value }) => {
    if (isTemplated(value)) return false;
    const key = isLocalEntry(value) ? joinUri(root.directory, value) : value;
    return seen.size === seen.add(key).size;
  });
}
