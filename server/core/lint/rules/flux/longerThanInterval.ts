import type { StringNode } from "../../../manifest/manifest.ts";
import type { YamlNode } from "../../../manifest/node.ts";
import { goDuration } from "../../../text/goDuration.ts";
import { plainStringAt } from "../objectRule.ts";

/** A duration of a `spec` and the `interval` beside it when it is the longer one; undefined when either is none. */
export function longerThanInterval(
  root: YamlNode | undefined,
  field: string,
): { readonly text: StringNode; readonly interval: StringNode } | undefined {
  const text = plainStringAt(root, "spec", field);
  const interval = plainStringAt(root, "spec", "interval");
  const [length, pause] = [goDuration(text?.value ?? ""), goDuration(interval?.value ?? "")];
  // An interval below zero is told by its schema.
  if (!text || !interval || length === undefined || pause === undefined || pause < 0 || length <= pause)
    return undefined;
  return { text, interval };
}
