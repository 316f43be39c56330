import type { FieldPath } from "../../kinds/descriptor.ts";
import { stepsOf } from "../../kinds/fieldPath.ts";
import type { Step } from "./blockScan.ts";

/** Whether a path is one that a field path of a kind descriptor leads to. */
export function matchesPath(path: readonly Step[], pattern: FieldPath): boolean {
  return fits(path, stepsOf(pattern));
}

function fits(path: readonly Step[], steps: readonly string[]): boolean {
  const [step, ...rest] = steps;
  const [first, ...below] = path;
  if (step === undefined) return first === undefined;
  if (step === "**") return fits(path, rest) || (first !== undefined && fits(below, steps));
  return first !== undefined && fitsStep(first, step) && fits(below, rest);
}

function fitsStep(actual: Step, step: string): boolean {
  if (typeof actual === "number") return step === "[*]";
  if (step === "*") return true;
  return step.startsWith("*") ? actual.endsWith(step.slice(1)) && actual !== step.slice(1) : actual === step;
}
