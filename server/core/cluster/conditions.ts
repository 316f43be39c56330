import type { LiveCondition } from "./liveKind.ts";
import { isJsonObject, itemsAt, type Json, type LiveObject, textAt } from "./liveObject.ts";
import { present } from "./present.ts";

/** A condition as controllers write it (apimachinery meta/v1 Condition). Argo CD's have no status: they hold when there. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly since?: string;
  /** Generation of the object that the condition speaks of. */
  readonly observedGeneration?: number;
}

/** All conditions of an object in the order written. */
export function conditionsIn(object: LiveObject): readonly Condition[] {
  return itemsAt(object.status, "conditions").flatMap(readCondition);
}

function readCondition(value: Json): readonly Condition[] {
  const type = textAt(value, "type");
  if (type === undefined || !isJsonObject(value)) return [];
  const { observedGeneration } = value;
  const condition: Condition = present({
    type,
    status: textAt(value, "status") ?? "True",
    reason: textAt(value, "reason"),
    message: textAt(value, "message"),
    since: textAt(value, "lastTransitionTime"),
    observedGeneration: typeof observedGeneration === "number" ? observedGeneration : undefined,
  });
  return [condition];
}

/** The condition of a type; undefined when the controller did not write it. */
export function conditionOf(object: LiveObject, type: string): Condition | undefined {
  return conditionsIn(object).find((condition) => condition.type === type);
}

/** The condition of a type when it has this status. */
export function conditionIn(
  object: LiveObject,
  type: string,
  status: "True" | "False" | "Unknown",
): Condition | undefined {
  const condition = conditionOf(object, type);
  return condition?.status === status ? condition : undefined;
}

/** What conditions of a kind mean: which are bad when `True`, and which of these are no more than news or a warning. */
export interface ConditionMeanings {
  /** Types that tell of something bad, or of work under way, when they are `True`. All others are good then. */
  readonly negative: ReadonlySet<string>;
  /** Types that never tell of more than work under way. */
  readonly news: ReadonlySet<string>;
  /** Types that are no error when they tell of something bad. */
  readonly mild: ReadonlySet<string>;
  /** Reasons that pass by themselves, such as a dependency that is not ready yet. */
  readonly passing: ReadonlySet<string>;
}

/** The conditions of an object with what they mean for the whole. */
export function liveConditions(object: LiveObject, meanings: ConditionMeanings): readonly LiveCondition[] {
  return conditionsIn(object).map(({ observedGeneration: _, ...condition }) => ({
    ...condition,
    severity: severityOf(condition, meanings),
  }));
}

function severityOf(
  { type, status, reason }: Pick<Condition, "type" | "status" | "reason">,
  { negative, news, mild, passing }: ConditionMeanings,
): LiveCondition["severity"] {
  const isBad = status === (negative.has(type) ? "True" : "False");
  if (!isBad || news.has(type)) return "information";
  return mild.has(type) || (reason !== undefined && passing.has(reason)) ? "warning" : "error";
}
