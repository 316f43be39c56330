import { type SequenceNode, valueAt, type YamlNode } from "../../manifest/node.ts";
import type { Checker } from "../checker.ts";
import { ownerName, report, textOf, type Walk } from "../walk.ts";
import { list, shorten } from "../wording.ts";

/** An item that has the same identity as one before it: the API server refuses such lists. */
export function duplicateItem(
  walk: Walk,
  checker: Checker,
  { item }: { readonly node: SequenceNode; readonly item: YamlNode },
): void {
  const keys = checker.schema["x-kubernetes-list-map-keys"] ?? [];
  const named = keys.flatMap((key) => {
    const value = valueAt(item, key);
    return value ? [{ key, value }] : [];
  });
  const place = named[0]?.value ?? item;
  const what =
    named.length > 0
      ? list(
          named.map(({ key, value }) => `\`${key}: ${shorten(textOf(walk, value))}\``),
          "and",
        )
      : `\`${shorten(textOf(walk, item))}\``;
  const message = `\`${ownerName(walk)}\` already has an item with ${what}; each may come only once. Remove one or change it.`;
  report(walk, { code: "schema/list-duplicate", message, span: { start: place.start, end: place.end } });
}
