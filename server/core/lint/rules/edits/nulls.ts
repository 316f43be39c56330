import type { YamlNode } from "../../../manifest/node.ts";

/** Whether a value is written as nothing or as `null`. */
export function isNull(node: YamlNode | undefined): boolean {
  return node?.type === "scalar" && node.value === null;
}
