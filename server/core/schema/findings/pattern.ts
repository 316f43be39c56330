import type { Fix } from "../../lint/finding.ts";
import type { ScalarNode } from "../../manifest/node.ts";
import type { Checker } from "../checker.ts";
import { replaceScalar } from "../edits.ts";
import { isDuration, meaningOf } from "../patterns.ts";
import { describePlace, report, type Walk } from "../walk.ts";
import { shorten } from "../wording.ts";

/** A text that does not have the form that the schema's regular expression describes. */
export function patternMismatch(walk: Walk, checker: Checker, node: ScalarNode): void {
  const pattern = checker.schema.pattern ?? "";
  const value = String(node.value);
  const meaning = meaningOf(pattern);
  const wanted = meaning ? `${meaning.what}, for example \`${meaning.example}\`` : `text that matches \`${pattern}\``;
  const message = `${describePlace(walk, node)} must be ${wanted}, but is \`${shorten(value)}\`.${daysHint(pattern, value)}`;
  const candidates = isDuration(pattern) ? durationCandidates(value) : nameCandidates(value);
  const fixes = candidates
    .filter((candidate) => candidate !== value && checker.pattern?.test(candidate))
    .map((candidate): Fix => ({ title: `Change to \`${candidate}\``, edits: replaceScalar(node, candidate) }));
  report(walk, { code: "schema/pattern", message, span: { start: node.start, end: node.end }, fixes });
}

function daysHint(pattern: string, value: string): string {
  return isDuration(pattern) && /\dd/.test(value) ? " Days are not a unit: write them as hours." : "";
}

function durationCandidates(value: string): readonly string[] {
  const compact = value.toLowerCase().replaceAll(/\s+/g, "");
  const inHours = compact.replaceAll(
    /(\d+)([dw])/g,
    (_, number, unit) => `${Number(number) * (unit === "d" ? 24 : 168)}h`,
  );
  const inUnits = inHours
    .replaceAll(/(\d)h(?:ou)?rs?/g, "$1h")
    .replaceAll(/(\d)min(?:ute)?s?/g, "$1m")
    .replaceAll(/(\d)sec(?:ond)?s?/g, "$1s");
  return /^\d+$/.test(compact) ? [`${compact}s`, `${compact}m`] : [inUnits];
}

/** The name in lower case with dashes, where that is all that was wrong. */
function nameCandidates(value: string): readonly string[] {
  return [value.toLowerCase().replaceAll(/[_\s]+/g, "-")];
}
