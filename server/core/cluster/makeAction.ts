import type { ActionChoice, ActionOptions, ActionPlan, ActionRefusal, ActionStep, Completion } from "./action.ts";
import type { ActionContext, ActionPermission, LiveAction, LiveContext } from "./liveKind.ts";
import { type JsonObject, keyOf, type LiveObject, type ObjectKey } from "./liveObject.ts";

/** What an action does, before it is made a {@link LiveAction}; what most actions have in common may be left out. */
export interface ActionDefinition {
  readonly id: string;
  readonly title: string;
  /** Absent: may patch the object. */
  readonly permissions?: LiveAction["permissions"];
  readonly reads?: NonNullable<LiveAction["reads"]>;
  readonly refusal?: (object: LiveObject, context: LiveContext) => string | undefined;
  readonly choices?: (object: LiveObject, context: LiveContext) => readonly ActionChoice[];
  readonly plan: (object: LiveObject, options: ActionOptions, context: ActionContext) => PlanDraft | ActionRefusal;
}

/** A plan without what is usual: no warnings, nothing deleted. */
export interface PlanDraft {
  readonly effect: string;
  readonly warnings?: readonly string[];
  readonly destructive?: boolean;
  readonly steps: readonly ActionStep[];
}

/** Makes an action; its plan first asks once more whether it can be done. Objects that are being deleted are left alone. */
export function makeAction(definition: ActionDefinition): LiveAction {
  const { id, title } = definition;
  const refusal: LiveAction["refusal"] = (object, context) =>
    deletionRefusal(object) ?? definition.refusal?.(object, context);
  return {
    id,
    title,
    refusal,
    permissions: definition.permissions ?? mayPatch,
    choices: definition.choices ?? noChoices,
    ...(definition.reads && { reads: definition.reads }),
    plan: (object, options, context): ActionPlan | ActionRefusal => {
      const reason = refusal(object, context);
      if (reason !== undefined) return refuse(reason);
      const draft = definition.plan(object, options, context);
      if ("kind" in draft) return draft;
      const { effect, warnings = [], destructive = false, steps } = draft;
      return { kind: "plan", effect, warnings, destructive, steps };
    },
  };
}

function deletionRefusal({ metadata }: LiveObject): string | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  return `It is being deleted since ${metadata.deletionTimestamp}; nothing else can be done with it.`;
}

const noChoices = (): readonly ActionChoice[] => [];
const mayPatch = (): readonly ActionPermission[] => [{ verb: "patch" }];

/** An action that cannot run. */
export function refuse(reason: string): ActionRefusal {
  return { kind: "refused", reason };
}

/** A merge patch of the object itself. */
export function patchObject(object: LiveObject, body: JsonObject): ActionStep {
  return { type: "patch", target: keyOf(object), body };
}

/** A merge patch of the object's status. */
export function patchStatus(object: LiveObject, body: JsonObject): ActionStep {
  return { type: "patch", target: keyOf(object), body, subresource: "status" };
}

/** Makes a patch fail with a conflict when the object changed since it was read. */
export function readVersion({ metadata }: LiveObject): JsonObject {
  return metadata.resourceVersion === undefined ? {} : { resourceVersion: metadata.resourceVersion };
}

/** How long a wait lasts, and what to look at afterwards. */
export interface Patience {
  /** Milliseconds. */
  readonly timeout: number;
  readonly onTimeout: string;
  /** See the step `wait` of {@link ActionStep}. */
  readonly failureEvent?: string;
}

/** Waits until the object is as it should be. One that is deleted meanwhile never will be. */
export function waitFor(
  target: ObjectKey,
  completion: (object: LiveObject, written?: LiveObject) => Completion,
  patience: Patience,
): ActionStep {
  const gone: Completion = { state: "failed", message: `${target.kind} ${target.name} was deleted meanwhile.` };
  const complete = (object: LiveObject | undefined, written?: LiveObject): Completion =>
    object ? completion(object, written) : gone;
  return { type: "wait", target, completion: complete, ...patience };
}

/** Whether a flag was chosen. */
export function isChosen(options: ActionOptions, name: string): boolean {
  return options[name] === true;
}

/** The text of a choice without blanks around it; "" when nothing was written. */
export function chosenText(options: ActionOptions, name: string): string {
  const value = options[name];
  return typeof value === "string" ? value.trim() : "";
}

/** The items of a choice of several. */
export function chosenItems(options: ActionOptions, name: string): readonly string[] {
  const value = options[name];
  return typeof value === "object" ? value : [];
}

/** Minutes in milliseconds. */
export function minutes(count: number): number {
  return count * 60_000;
}
