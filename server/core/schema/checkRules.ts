import type { MappingNode, Pair, SequenceNode } from "../manifest/node.ts";
import { keyText } from "../manifest/node.ts";
import type { Span } from "../text/span.ts";
import type { CompiledRule } from "./cel.ts";
import { describeViolation } from "./celMessage.ts";
import { celValue } from "./celValue.ts";
import type { Checker } from "./checker.ts";
import { isTemplated, placeOfMapping, report, type Walk } from "./walk.ts";

/** Asks the CEL rules of a schema node about a value whose structure is right. */
export function checkRules(walk: Walk, checker: Checker, node: MappingNode | SequenceNode): void {
  for (const rule of checker.rules) {
    const outcome = rule.evaluate(celValue(checker, node, rule.fields));
    if (outcome.type === "violated" && !dependsOnTemplate(rule, node)) reportViolation(walk, rule, node);
  }
}

/** Values that are filled in later can make a rule hold that compares them now. */
function dependsOnTemplate({ fields }: CompiledRule, node: MappingNode | SequenceNode): boolean {
  if (node.type === "sequence") return false;
  return node.pairs.some(({ key, value }) => {
    const isSeen = fields === undefined || fields.has(String(key.value));
    return isTemplated(String(key.value)) || (isSeen && holdsTemplate(value));
  });
}

function holdsTemplate(value: Pair["value"], depth = 0): boolean {
  if (value.type === "scalar") return typeof value.value === "string" && isTemplated(value.value);
  if (value.type !== "mapping" || depth > 5) return false;
  return value.pairs.some((pair) => holdsTemplate(pair.value, depth + 1));
}

function reportViolation(walk: Walk, { rule }: CompiledRule, node: MappingNode | SequenceNode): void {
  const present = new Set(node.type === "mapping" ? node.pairs.map(keyText) : []);
  const { message, field } = describeViolation(rule, present);
  const span = placeOf(walk, node, rule.fieldPath?.split(".").at(-1) ?? field);
  report(walk, { code: "schema/cel", message, span });
}

function placeOf(walk: Walk, node: MappingNode | SequenceNode, field: string | undefined): Span {
  if (node.type === "sequence") return walk.trail.at(-1)?.key ?? node;
  const pair = node.pairs.find(({ key }) => key.value === field);
  return pair?.key ?? placeOfMapping(walk, node);
}
