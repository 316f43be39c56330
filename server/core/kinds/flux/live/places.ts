import { type Condition, conditionsIn, liveConditions } from "../../../cluster/conditions.ts";
import type { ConditionPlace, LiveCondition } from "../../../cluster/liveKind.ts";
import { itemsAt, type Json, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { fluxMeanings, isSuspended } from "./fluxStatus.ts";

type Path = readonly (string | number)[];

/**
 * Where a problem comes from: a reason, or a message where one reason stands for several problems (texts of Flux 2.9).
 * Of several fields the first that the object has is meant.
 */
export interface PlaceRule {
  readonly reasons?: readonly string[];
  readonly pattern?: RegExp;
  readonly fields: readonly Path[];
}

/** Places the problems of an object by the first rule that fits, otherwise at its kind. Suspended objects have none. */
export function placesBy(rules: readonly PlaceRule[]): (object: LiveObject) => readonly ConditionPlace[] {
  return (object) => {
    if (isSuspended(object)) return [];
    return problemsOf(object).map((condition) => ({ condition, path: placeOf(object, condition, rules) }));
  };
}

/** The conditions that tell of something bad, each message once: `Ready` repeats what others say. */
function problemsOf(object: LiveObject): readonly LiveCondition[] {
  const all = liveConditions(object, fluxMeanings).filter(({ severity }) => severity !== "information");
  const ordered = all.toSorted((a, b) => rankOf(a) - rankOf(b));
  return ordered.filter((each, at) => ordered.findIndex(({ message }) => message === each.message) === at);
}

function rankOf({ type }: Pick<Condition, "type">): number {
  return ["Stalled", "Ready"].indexOf(type) + 1 || 3;
}

function placeOf(object: LiveObject, condition: LiveCondition, rules: readonly PlaceRule[]): Path {
  const { reason = "", message = "" } = condition;
  if (reason === "DependencyNotReady") return dependencyPlace(object, message) ?? ["spec", "dependsOn"];
  // `Stalled` and `Ready` may wrap the reason of a condition that says it better.
  const reasons = [
    reason,
    ...conditionsIn(object).flatMap((each) => (each.message === message ? (each.reason ?? []) : [])),
  ];
  const rule = rules.find(
    (each) =>
      (each.reasons === undefined || each.reasons.some((one) => reasons.includes(one))) &&
      (each.pattern === undefined || each.pattern.test(message)),
  );
  if (!rule) return ["kind"];
  return rule.fields.find((field) => jsonAt({ spec: object.spec }, ...field) !== undefined) ?? ["kind"];
}

/** The name in the entry of `dependsOn` that a message names, as `namespace/name` or by the name alone. */
function dependencyPlace(object: LiveObject, message: string): Path | undefined {
  const entries = itemsAt(object.spec, "dependsOn");
  const names = entries.map((entry) => fullName(entry, object));
  const at = names.findIndex(
    (name) => message.includes(`${name}'`) || message.includes(`${name} `) || message.endsWith(name),
  );
  if (at >= 0) return ["spec", "dependsOn", at, "name"];
  return /source/i.test(message) ? ["spec", "sourceRef"] : undefined;
}

function fullName(entry: Json, object: LiveObject): string {
  return `${textAt(entry, "namespace") ?? object.metadata.namespace ?? ""}/${textAt(entry, "name") ?? ""}`;
}
