import type { MergePatch } from "../../../graph/kustomize/patches.ts";
import { patchOfEntry } from "../../../graph/kustomize/patching.ts";
import { isBuiltinGroup } from "../../../kinds/kubernetes/kustomizeDefaults.ts";
import { isMerge, keyText, resolveAlias, type YamlNode } from "../../../manifest/node.ts";
import { embeddedSpan } from "./embedded.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** kustomize knows merge keys only for types in its OpenAPI data; in custom resources a list replaces the list. */
export const listReplacement = kustomizeRule({
  id: "KZ-PATCH-LIST-REPLACE",
  summary: "A strategic merge patch replaces a whole list of a custom resource.",
  severity: "hint",
  needs: "content",
  fields: ["patches"],
  *check({ root, index, text }) {
    for (const entry of root.fields.patches) {
      const patch = patchOfEntry(entry, root, index);
      if (patch.type !== "merge") continue;
      const found = patch.patches.map((each) => [each, listOfObjects(each)] as const).find(([, list]) => list);
      const [merge, list] = found ?? [];
      if (!merge || !list) continue;
      const place = entry.patch ? (embeddedSpan(text, entry.patch, list.key) ?? entry.patch) : entry.path;
      const message = `In a ${merge.gvk.kind} this patch replaces the whole list \`${list.path}\`: kustomize merges lists item by item only for Kubernetes' own kinds. To change one item, use a JSON patch.`;
      if (place) yield { span: spanOf(place), message };
    }
  },
});

interface FoundList {
  readonly path: string;
  readonly key: YamlNode;
}

function listOfObjects({ root, gvk, deletes }: MergePatch): FoundList | undefined {
  return isBuiltinGroup(gvk.group) || deletes ? undefined : findList(root, "", 0);
}

function findList(node: YamlNode, path: string, depth: number): FoundList | undefined {
  const value = resolveAlias(node);
  if (value?.type !== "mapping" || depth > 50) return undefined;
  for (const pair of value.pairs) {
    if (isMerge(pair)) continue;
    const below = path === "" ? keyText(pair) : `${path}.${keyText(pair)}`;
    const list = resolveAlias(pair.value);
    if (list?.type === "sequence" && list.items.some((item) => resolveAlias(item)?.type === "mapping"))
      return { path: below, key: pair.key };
    const found = findList(pair.value, below, depth + 1);
    if (found) return found;
  }
  return undefined;
}
