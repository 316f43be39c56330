import type { Fix } from "../../lint/finding.ts";
import type { ScalarNode } from "../../manifest/node.ts";
import type { Checker } from "../checker.ts";
import { replaceScalar } from "../edits.ts";
import { closest, isSlipOf } from "../suggest.ts";
import { describePlace, report, type Walk } from "../walk.ts";
import { list, shorten } from "../wording.ts";

/** A value that is none of the allowed ones. */
export function notAllowed(walk: Walk, checker: Checker, node: ScalarNode): void {
  const allowed = (checker.schema.enum ?? []).filter((value) => value !== null);
  const near = typeof node.value === "string" ? nearest(node.value, allowed.map(String)) : undefined;
  const choice = list(
    allowed.map((value) => (value === "" ? '`""` (empty)' : `\`${value}\``)),
    "or",
  );
  const hint = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  const advice = allowed.length === 1 ? `only ${choice} is possible` : `choose ${choice}`;
  const message = `${describePlace(walk, node)} cannot be \`${shorten(String(node.value))}\`: ${advice}.${hint}`;
  const fixes = allowed.slice(0, 12).map((value): Fix => {
    const fix = { title: `Change to \`${value}\``, edits: replaceScalar(node, value) };
    return String(value) === near || allowed.length === 1 ? { ...fix, preferred: true } : fix;
  });
  report(walk, { code: "schema/enum", message, span: { start: node.start, end: node.end }, fixes });
}

/** What was meant, unless it is another name altogether that only ends alike, such as a kind that has no place here. */
function nearest(value: string, allowed: readonly string[]): string | undefined {
  const near = closest(value, allowed);
  return near !== undefined && isSlipOf(value, near) ? near : undefined;
}
