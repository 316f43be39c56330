import { isInlineMergeEntry } from "../../../graph/kustomize/patches.ts";
import { asString, type YamlNode } from "../../../manifest/node.ts";
import { deprecatedField, moveList } from "./deprecatedField.ts";

/** `patchesStrategicMerge` is applied before `patches`, so its entries go to the front. */
export const deprecatedMergePatches = deprecatedField({
  id: "KZ-DEP-PSM",
  field: "patchesStrategicMerge",
  replacement: "patches",
  rewrite(pair, context) {
    const items = pair.value.type === "sequence" ? pair.value.items : [];
    if (items.length === 0 || !items.every((item) => isMovable(item, context.text))) return undefined;
    const flow = pair.value.type === "sequence" && pair.value.flow;
    if (flow && items.some(isInline)) return undefined;
    return moveList(pair, context, {
      to: "patches",
      position: "first",
      prefix: (item) => (isInline(item) ? "patch: " : "path: "),
    });
  },
  obstacle: "Write each file as `- path: FILE` and each inline patch as `- patch: |-` in front of `patches`.",
});

function isInline(item: YamlNode): boolean {
  const text = asString(item);
  return text !== undefined && isInlineMergeEntry(text);
}

/** Aliases, and block scalars with a fixed indentation, would need more than moving. */
function isMovable(item: YamlNode, text: string): boolean {
  if (item.type !== "scalar" || typeof item.value !== "string") return false;
  const header = text.slice(item.start, text.indexOf("\n", item.start));
  return item.style === "literal" || item.style === "folded" ? !/\d/.test(header.slice(0, 3)) : true;
}
