import type { ScalarNode } from "../../manifest/node.ts";
import type { Checker } from "../checker.ts";
import { describePlace, report, type Walk } from "../walk.ts";
import { shorten } from "../wording.ts";

/** A value that is not in the format its type of the Kubernetes API has. */
export function wrongFormat(walk: Walk, checker: Checker, node: ScalarNode): void {
  const wanted = words.get(checker.schema.format ?? "") ?? `in the format \`${checker.schema.format}\``;
  const message = `${describePlace(walk, node)} must be ${wanted}, but is \`${shorten(String(node.value))}\`.`;
  report(walk, { code: "schema/format", message, span: { start: node.start, end: node.end } });
}

const words: ReadonlyMap<string, string> = new Map([
  ["int32", "a whole number between -2147483648 and 2147483647"],
  ["int64", "a whole number between -9223372036854775808 and 9223372036854775807"],
  ["byte", "text in base64 (on the command line: `base64 -w0 FILE`)"],
  ["date-time", "a date and time such as `2025-01-31T08:00:00Z`"],
  ["date", "a date such as `2025-01-31`"],
  ["duration", "a duration such as `10m` or `1h30m`"],
  ["quantity", "a quantity such as `500m`, `2` or `1Gi`"],
]);
