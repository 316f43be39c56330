import type { ScalarNode } from "../manifest/node.ts";
import { isTemplated } from "../text/templated.ts";
import type { Checker } from "./checker.ts";
import { notAllowed } from "./findings/enumeration.ts";
import { wrongFormat } from "./findings/format.ts";
import { patternMismatch } from "./findings/pattern.ts";
import { outOfRange, wrongLength } from "./findings/range.ts";
import { wrongType } from "./findings/wrongType.ts";
import { fitsFormat } from "./formats.ts";
import type { Walk } from "./walk.ts";

/** Checks a string, number, boolean or null against a schema node. */
export function checkScalar(walk: Walk, checker: Checker, node: ScalarNode): void {
  const { value } = node;
  if (typeof value === "string") checkString(walk, checker, node, value);
  else if (value === null) checkNull(walk, checker, node);
  else if (!takes(checker, value)) wrongType(walk, checker, node);
  else if (typeof value === "number") checkNumber(walk, checker, node, value);
  else if (checker.enumeration && !checker.enumeration.has(value)) notAllowed(walk, checker, node);
}

function checkNull(walk: Walk, checker: Checker, node: ScalarNode): void {
  if (checker.expected !== "any" && !checker.schema.nullable) wrongType(walk, checker, node);
}

/** As the API server reads numbers: `1.0` is an integer, as it becomes `1` in JSON. */
function takes({ expected }: Checker, value: number | boolean): boolean {
  if (expected === "any") return true;
  if (typeof value === "boolean") return expected === "boolean";
  if (expected === "number") return true;
  return (expected === "integer" || expected === "intOrString") && Number.isInteger(value);
}

function checkNumber(walk: Walk, checker: Checker, node: ScalarNode, value: number): void {
  const { schema } = checker;
  if (checker.enumeration && !checker.enumeration.has(value)) notAllowed(walk, checker, node);
  else if (schema.format !== undefined && !fitsFormat(schema.format, value)) wrongFormat(walk, checker, node);
  else if (schema.minimum !== undefined || schema.maximum !== undefined || schema.multipleOf !== undefined) {
    outOfRange(walk, checker, node);
  }
}

function checkString(walk: Walk, checker: Checker, node: ScalarNode, value: string): void {
  const { expected, schema } = checker;
  if (expected !== "string" && expected !== "intOrString" && expected !== "any") {
    if (!isTemplated(value)) wrongType(walk, checker, node);
    return;
  }
  if (!checker.limitsStrings || isTemplated(value)) return;
  if (checker.enumeration && !checker.enumeration.has(value)) notAllowed(walk, checker, node);
  else if (wrongLength(walk, checker, node)) return;
  else if (checker.pattern && !checker.pattern.test(value)) patternMismatch(walk, checker, node);
  else if (schema.format !== undefined && !fitsFormat(schema.format, value)) wrongFormat(walk, checker, node);
}
