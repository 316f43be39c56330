import { keyText, type MappingNode, type Pair, type ScalarNode, type SequenceNode } from "../../manifest/node.ts";
import type { Checker } from "../checker.ts";
import { describePlace, placeOfMapping, report, type Walk } from "../walk.ts";
import { count, list, names, shorten } from "../wording.ts";

/** Reports a number outside its bounds. */
export function outOfRange(walk: Walk, { schema }: Checker, node: ScalarNode): void {
  const value = Number(node.value);
  const { minimum, maximum, multipleOf, exclusiveMinimum, exclusiveMaximum } = schema;
  const limits: string[] = [];
  if (minimum !== undefined && (value < minimum || (exclusiveMinimum && value === minimum))) {
    limits.push(exclusiveMinimum ? `more than ${minimum}` : `at least ${minimum}`);
  }
  if (maximum !== undefined && (value > maximum || (exclusiveMaximum && value === maximum))) {
    limits.push(exclusiveMaximum ? `less than ${maximum}` : `at most ${maximum}`);
  }
  if (multipleOf !== undefined && value % multipleOf !== 0) limits.push(`a multiple of ${multipleOf}`);
  if (limits.length === 0) return;
  const message = `${describePlace(walk, node)} must be ${limits.join(" and ")}, but is \`${value}\`.`;
  report(walk, { code: "schema/range", message, span: { start: node.start, end: node.end } });
}

/** Reports a text that is too short or too long, counted in characters as Go counts runes; false when it fits. */
export function wrongLength(walk: Walk, { schema }: Checker, node: ScalarNode): boolean {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const text = String(node.value);
  if (text.length >= minLength && text.length <= maxLength && minLength <= 1) return false;
  const length = [...text].length;
  if (length >= minLength && length <= maxLength) return false;
  const place = describePlace(walk, node);
  const limit = length < minLength ? `at least ${minLength}` : `at most ${maxLength}`;
  const message =
    length === 0
      ? `${place} must not be empty. Write a value or remove the field.`
      : `${place} must have ${limit} characters, but \`${shorten(text)}\` has ${length}.`;
  report(walk, { code: "schema/range", message, span: { start: node.start, end: node.end } });
  return true;
}

/** A list or mapping, and its items or the names of its keys. */
interface Collection {
  readonly node: MappingNode | SequenceNode;
  readonly found: readonly unknown[];
}

/** Reports a list or mapping with too little in it. */
export function tooFew(walk: Walk, { schema }: Checker, { node, found }: Collection): void {
  const [least, noun] = node.type === "mapping" ? [schema.minProperties ?? 0, "field"] : [schema.minItems ?? 0, "item"];
  const message = `${describePlace(walk, node)} must have at least ${count(least, noun)}, but has ${found.length === 0 ? "none" : found.length}.`;
  report(walk, { code: "schema/range", message, span: placeOf(walk, node) });
}

/** Reports a list or mapping with too much in it. */
export function tooMany(walk: Walk, { schema }: Checker, { node, found }: Collection): void {
  const place = describePlace(walk, node);
  const [most, noun] = node.type === "mapping" ? [schema.maxProperties ?? 0, "field"] : [schema.maxItems ?? 0, "item"];
  const which = node.type === "mapping" ? `: ${someNames(node.pairs.map((pair: Pair) => keyText(pair)))}` : "";
  const advice = most === 1 ? "Keep one and remove the rest." : "Remove what is too much.";
  const span = node.type === "mapping" ? (node.pairs[0]?.key ?? node) : placeOf(walk, node);
  const message = `${place} must have at most ${count(most, noun)}, but has ${found.length}${which}. ${advice}`;
  report(walk, { code: "schema/range", message, span });
}

/** All of a few names, and the first of many. */
function someNames(all: readonly string[]): string {
  return all.length <= 6
    ? names(all)
    : list([...all.slice(0, 5).map((name) => `\`${name}\``), `${all.length - 5} more`], "and");
}

function placeOf(walk: Walk, node: MappingNode | SequenceNode): { readonly start: number; readonly end: number } {
  if (node.type === "mapping") return placeOfMapping(walk, node);
  return walk.trail.at(-1)?.key ?? { start: node.start, end: node.end };
}
