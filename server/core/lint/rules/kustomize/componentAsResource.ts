import { targetOfEntry } from "../../../graph/kustomize/entries.ts";
import { kustomizeRootAt } from "../../../graph/kustomize/kustomizeRoot.ts";
import type { StringNode } from "../../../manifest/manifest.ts";
import type { KustomizeContext, KustomizeFinding } from "./kustomizeRule.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { moveEntry } from "./moveEntry.ts";
import { spanOf } from "./wording.ts";

/** A Component listed as a resource is refused (kustomize target.accumulateDirectory). */
export const componentAsResource = kustomizeRule({
  id: "KZ-COMPONENT-AS-RES",
  summary: "A Component is listed under `resources`.",
  severity: "error",
  needs: "content",
  fields: ["resources", "bases"],
  *check(context) {
    const { resources, bases } = context.root.fields;
    for (const entry of resources) yield* checkEntry(entry, "resources", context);
    for (const entry of bases) yield* checkEntry(entry, "bases", context);
  },
});

function* checkEntry(
  entry: StringNode,
  field: string,
  { root, index, text }: KustomizeContext,
): Iterable<KustomizeFinding> {
  const found = targetOfEntry(entry.value, root, index);
  const target = found.type === "directory" ? kustomizeRootAt(found.uri, index) : undefined;
  if (!target?.isComponent) return;
  const message = `\`${entry.value}\` is a Component, which kustomize refuses under \`${field}\`. List it under \`components\`.`;
  yield { span: spanOf(entry), message, fixes: moveEntry({ root, text, entry, from: field, to: "components" }) };
}
