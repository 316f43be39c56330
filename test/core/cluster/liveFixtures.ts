import assert from "node:assert/strict";
import type { ActionOptions, ActionPlan, ActionStep, Completion } from "../../../server/core/cluster/action.ts";
import type { ActionContext, LiveAction, LiveContext, LiveKind } from "../../../server/core/cluster/liveKind.ts";
import {
  type JsonObject,
  keyOf,
  keyText,
  type LiveMetadata,
  type LiveObject,
} from "../../../server/core/cluster/liveObject.ts";
import { liveKindOf } from "../../../server/core/kinds/liveKinds.ts";

/** The parts of an object that a test is about. */
export interface Parts {
  readonly metadata?: Partial<LiveMetadata>;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
  readonly operation?: JsonObject;
}

/** Makes objects of a type: `shop` in `apps`, generation 2, version 100, with the parts given. */
export function objects(apiVersion: string, kind: string, common: Parts = {}): (parts?: Parts) => LiveObject {
  return (parts = {}) => ({
    apiVersion,
    kind,
    ...common,
    ...parts,
    metadata: {
      name: "shop",
      namespace: "apps",
      generation: 2,
      resourceVersion: "100",
      ...common.metadata,
      ...parts.metadata,
    },
  });
}

/** The moment of all tests: 2026-01-02T03:04:05.678Z. */
export const now = Date.parse("2026-01-02T03:04:05.678Z");

/** Names the request of a tested action. */
export const token = "2026-01-02T03:04:05.678000001Z";

/** A context in which these objects are watched. */
export function among(...others: readonly LiveObject[]): ActionContext {
  const byKey = new Map(others.map((each) => [keyText(keyOf(each)), each]));
  return { lookup: { find: (key) => byKey.get(keyText(key)) }, now, user: "jane", token };
}

/** What is known about the kind of an object. */
export function kindOf(object: LiveObject): LiveKind {
  const kind = liveKindOf(keyOf(object));
  assert.ok(kind, `${object.kind} is no live kind`);
  return kind;
}

/** `Status word, word: message`, the form in which tests write a status. */
export function statusText(object: LiveObject, context: LiveContext = among()): string {
  const { status, words, message } = kindOf(object).statusOf(object, context);
  return `${status} [${words.join(", ")}]${message === undefined ? "" : ` ${message}`}`;
}

/** An action of an object's kind. */
export function actionOf(object: LiveObject, id: string): LiveAction {
  const action = kindOf(object).actions.find((each) => each.id === id);
  assert.ok(action, `${object.kind} has no ${id}`);
  return action;
}

/** The plan of an action that must be possible. */
export function planOf(
  object: LiveObject,
  id: string,
  options: ActionOptions = {},
  context: ActionContext = among(),
): ActionPlan {
  const plan = actionOf(object, id).plan(object, options, context);
  assert.equal(plan.kind, "plan", plan.kind === "refused" ? plan.reason : "");
  assert.ok(plan.kind === "plan");
  return plan;
}

/** Why an action is refused: by its own answer and by its plan, which have to be the same. */
export function refusalOf(object: LiveObject, id: string, context: ActionContext = among()): string | undefined {
  const action = actionOf(object, id);
  const reason = action.refusal(object, context);
  const plan = action.plan(object, {}, context);
  if (reason !== undefined) assert.deepEqual(plan, { kind: "refused", reason });
  return reason;
}

/** The requests of a plan as `PATCH kind namespace/name body`, waits left out. */
export function requestsOf({ steps }: ActionPlan): readonly unknown[] {
  return steps.flatMap((step): readonly unknown[] => {
    if (step.type === "wait") return [];
    const { kind, namespace, name } = step.target;
    const target = `${kind} ${namespace}/${name}`;
    if (step.type === "delete") {
      return [{ delete: target, propagation: step.propagation, resourceVersion: step.resourceVersion }];
    }
    return [{ [step.subresource === "status" ? "patch status of" : "patch"]: target, body: step.body }];
  });
}

/** The waits of a plan. */
export function waitsOf({ steps }: ActionPlan): readonly Extract<ActionStep, { type: "wait" }>[] {
  return steps.filter((step) => step.type === "wait");
}

/** What the last wait of a plan says about a later state of the object; `written` is what the request answered. */
export function completionOf(plan: ActionPlan, object: LiveObject | undefined, written?: LiveObject): Completion {
  const wait = waitsOf(plan).at(-1);
  assert.ok(wait, "the plan waits for nothing");
  return wait.completion(object, written);
}

/** A condition as controllers write it. */
export function condition(type: string, status: string, reason = "", message = ""): JsonObject {
  const said = { ...(reason !== "" && { reason }), ...(message !== "" && { message }) };
  return { type, status, ...said, lastTransitionTime: "2026-01-02T03:00:00Z" };
}
