import type { MappingNode, SequenceNode } from "../manifest/node.ts";
import type { Checker } from "./checker.ts";
import { setField } from "./edits.ts";
import { skeletonPair } from "./skeleton.ts";
import { describePlace, placeOfMapping, report, type Walk } from "./walk.ts";
import { list, names } from "./wording.ts";

/** A value, and how to ask whether it fits a part of a schema. */
interface Trial {
  readonly node: MappingNode | SequenceNode;
  readonly fits: (part: Checker) => boolean;
}

/** Checks `anyOf`, `oneOf` and `not`, which in structural schemas say which fields belong together. */
export function checkCombinations(walk: Walk, checker: Checker, trial: Trial): void {
  const { anyOf, oneOf, not } = checker;
  if (walk.partial) return;
  if (anyOf.length > 0 && !anyOf.some(trial.fits))
    complain(walk, trial, demand(walk, trial, { parts: anyOf, howMany: "at least" }));
  if (oneOf.length > 0) {
    const fitting = oneOf.filter(trial.fits).length;
    if (fitting === 0) complain(walk, trial, demand(walk, trial, { parts: oneOf, howMany: "exactly" }));
    if (fitting > 1) complain(walk, trial, surplus(walk, trial, oneOf));
  }
  if (not && trial.fits(not)) complain(walk, trial, { code: "schema/combination", message: prohibition(not) });
}

/** What is wrong, and perhaps a field that would set it right. */
interface Demand {
  readonly code: "schema/combination" | "schema/missing-required";
  readonly message: string;
  readonly add?: string;
}

function complain(walk: Walk, { node }: Trial, { code, message, add }: Demand): void {
  const { text } = walk.manifest.document;
  const isMapping = node.type === "mapping";
  const entry = add === undefined ? undefined : skeletonPair(add, walk.parents.at(-1)?.field(add));
  const edits = isMapping && entry ? setField(text, node, entry) : [];
  const fixes = edits.length > 0 ? [{ title: `Add \`${add}\``, edits }] : [];
  const span = isMapping ? placeOfMapping(walk, node) : (walk.trail.at(-1)?.key ?? node);
  report(walk, { code, message, span, fixes });
}

/** What to set, and how many of it. */
interface Choice {
  readonly parts: readonly Checker[];
  readonly howMany: "at least" | "exactly";
}

function demand(walk: Walk, { node }: Trial, { parts, howMany }: Choice): Demand {
  const required = parts.map((part) => names(part.required));
  if (required.some((each) => each === "")) return noShape(howMany);
  const add = parts[0]?.required.length === 1 ? parts[0].required[0] : undefined;
  const message = `${describePlace(walk, node)} needs ${howMany} one of ${list(required, "or")}, and has none. Add one.`;
  return { code: "schema/missing-required", message, ...(add !== undefined && { add }) };
}

function surplus(walk: Walk, { node }: Trial, parts: readonly Checker[]): Demand {
  const required = parts.map((part) => names(part.required));
  if (required.some((each) => each === "")) return noShape("exactly");
  const message = `${describePlace(walk, node)} may have only one of ${list(required, "or")}. Keep one and remove the rest.`;
  return { code: "schema/combination", message };
}

function noShape(howMany: Choice["howMany"]): Demand {
  const message = `This does not fit ${howMany} one of the shapes that are possible here.`;
  return { code: "schema/combination", message };
}

function prohibition(not: Checker): string {
  if (not.required.length === 0) return "This combination of values is not possible here.";
  return `${names(not.required)} cannot be set here${not.required.length > 1 ? " together" : ""}: remove one of them.`;
}
