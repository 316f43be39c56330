import type { Fix } from "../lint/finding.ts";
import { keyText, type MappingNode, type Pair, pairOf, type SequenceNode, type YamlNode } from "../manifest/node.ts";
import { isTemplated } from "../text/templated.ts";
import type { CompiledRule } from "./cel.ts";
import { describeViolation } from "./celMessage.ts";
import { celValue } from "./celValue.ts";
import type { Checker } from "./checker.ts";
import { removePair } from "./edits.ts";
import { placeOfMapping, report, type Walk } from "./walk.ts";

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
  const {
    message,
    field,
    alternatives = [],
  } = describeViolation(rule, (path) => pairAt(node, path.split(".")) !== undefined);
  const named = rule.fieldPath?.split(".").filter((step) => step !== "") ?? field?.split(".");
  const pair = named && pairAt(node, named);
  const whole = node.type === "mapping" ? placeOfMapping(walk, node) : (walk.trail.at(-1)?.key ?? node);
  report(walk, { code: "schema/cel", message, span: pair?.key ?? whole, fixes: removals(walk, node, alternatives) });
}

function removals(walk: Walk, node: MappingNode | SequenceNode, names: readonly string[]): readonly Fix[] {
  if (node.type === "sequence") return [];
  return node.pairs.flatMap((pair) => {
    const name = keyText(pair);
    if (!names.includes(name)) return [];
    return [{ title: `Remove \`${name}\``, edits: removePair(walk.manifest.document.text, node, pair) }];
  });
}

function pairAt(node: YamlNode, path: readonly string[]): Pair | undefined {
  const [name = "", ...rest] = path;
  const pair = pairOf(node, name);
  return rest.length === 0 ? pair : pair && pairAt(pair.value, rest);
}
