import { randomUUID } from "node:crypto";
import type { ActionPlan } from "../../../core/cluster/action.ts";
import type { LiveAction, LiveContext } from "../../../core/cluster/liveKind.ts";
import type { LiveObject, ObjectKey } from "../../../core/cluster/liveObject.ts";
import { parseLiveObject } from "../../../core/cluster/parseLiveObject.ts";
import { present } from "../../../core/cluster/present.ts";
import { liveKindOf } from "../../../core/kinds/liveKinds.ts";
import type {
  ClusterAction,
  ClusterObjectId,
  PlanClusterActionParams,
  PlanClusterActionResult,
} from "../../../protocol/cluster.ts";
import type { Connection } from "./connection.ts";
import { resolvePath } from "./kindResolver.ts";
import type { Found } from "./messages.ts";
import { missingPermission } from "./permissions.ts";
import { readForAction } from "./readForAction.ts";

/** Milliseconds for which a plan may be run. */
const validity = 600_000;

/** A plan that waits for its confirmation. */
export interface WaitingPlan {
  readonly object: ClusterObjectId;
  readonly action: string;
  readonly title: string;
  readonly plan: ActionPlan;
  /** Text that has to be typed; undefined outside protected contexts. */
  readonly typedName: string | undefined;
  readonly until: number;
}

/** Whether writes are allowed in a context, and how. */
export interface WritePolicy {
  readonly isProtected: boolean;
  readonly isReadOnly: boolean;
}

/** Why nothing is written in read-only mode. */
export const readOnlyReason = "Read-only mode is on (`gitops.cluster.readOnly`): nothing is written to clusters.";

/** What can be done with an object now, each with the reason why not. */
export async function actionsOf(
  connection: Connection,
  id: ClusterObjectId,
  policy: WritePolicy,
): Promise<Found<readonly ClusterAction[]>> {
  const object = connection.state.find(id);
  const kind = liveKindOf(id);
  if (!object || !kind) return { kind: "missing", reason: goneReason(id) };
  const known: LiveContext = { lookup: connection.state, now: connection.clock.now() };
  const describe = async (action: LiveAction, index: number): Promise<ClusterAction> => {
    const live = { ...known, ...(await readForAction(connection, action, object)) };
    const refusal = policy.isReadOnly ? readOnlyReason : action.refusal(object, live);
    const command = kind.commandLine(object, action.id);
    return present({
      id: action.id,
      title: action.title,
      disabled: refusal ?? (await missingPermission(connection, id, action.permissions(object, live))),
      choices: action.choices(object, live),
      main: index === 0,
      command: command === undefined ? undefined : withContext(command, id.context),
    });
  };
  return { kind: "found", value: await Promise.all(kind.actions.map(describe)) };
}

/** The tools that take a context of the kubeconfig are told which one. */
function withContext(command: string, context: string): string {
  if (!/^(?:flux|kubectl)\s/.test(command) || command.includes(" --context")) return command;
  return `${command} --context ${/^[\w.@:/-]+$/.test(context) ? context : `'${context.replaceAll("'", "'\\''")}'`}`;
}

function goneReason({ kind, name, context }: ClusterObjectId): string {
  return `${kind} ${name} is not in \`${context}\` any more.`;
}

/** Plans that wait for their confirmation; each can be taken once. */
export class Plans {
  readonly #waiting = new Map<string, WaitingPlan>();

  /** Looks at the object afresh and works out what an action would do. Writes nothing. */
  async make(
    connection: Connection,
    { object: id, action: actionId, options }: PlanClusterActionParams,
    policy: WritePolicy,
  ): Promise<PlanClusterActionResult> {
    if (policy.isReadOnly) return { kind: "refused", reason: readOnlyReason };
    const kind = liveKindOf(id);
    const action = kind?.actions.find((each) => each.id === actionId);
    if (!kind || !action) return { kind: "refused", reason: `There is no action \`${actionId}\` for ${id.kind}.` };
    const read = await readObject(connection, id);
    if (read.kind !== "read") return { kind: "refused", reason: read.reason };
    const { object } = read;
    if (!object) return { kind: "refused", reason: goneReason(id) };
    const { server, user } = connection.identity;
    const further = await readForAction(connection, action, object);
    const live = { lookup: connection.state, now: connection.clock.now(), ...further };
    const denied = await missingPermission(connection, id, action.permissions(object, live));
    if (denied !== undefined) return { kind: "refused", reason: denied };
    const plan = action.plan(object, options, { ...live, user, token: createToken(live.now) });
    if (plan.kind === "refused") return plan;
    const planId = randomUUID();
    const place = id.namespace === "" ? id.name : `${id.namespace}/${id.name}`;
    const title = `${action.title}: ${kind.title} ${place}`;
    const typedName = policy.isProtected ? id.name : undefined;
    this.#forgetOld();
    this.#waiting.set(planId, { object: id, action: actionId, title, plan, typedName, until: Date.now() + validity });
    const { effect, warnings, destructive } = plan;
    return present({
      kind: "plan" as const,
      planId,
      title,
      context: id.context,
      server,
      effect,
      warnings,
      destructive,
      typedName,
    });
  }

  /** Looks at a plan without using it up. */
  peek(planId: string): WaitingPlan | undefined {
    this.#forgetOld();
    return this.#waiting.get(planId);
  }

  /** Uses a plan up: nobody gets it a second time. */
  take(planId: string): WaitingPlan | undefined {
    const plan = this.peek(planId);
    this.#waiting.delete(planId);
    return plan;
  }

  #forgetOld(): void {
    for (const [id, { until }] of this.#waiting) if (until <= Date.now()) this.#waiting.delete(id);
  }
}

/** An object as the API server has it now; undefined when it has none. */
export async function readObject(
  { session, served }: Connection,
  key: ObjectKey,
): Promise<
  | { readonly kind: "read"; readonly object: LiveObject | undefined }
  | { readonly kind: "unknown"; readonly reason: string }
> {
  const path = served && (await resolvePath(served, key));
  if (!session || path === undefined) return { kind: "unknown", reason: `The cluster does not serve ${key.kind}.` };
  const answer = await session.ask({ method: "GET", path });
  if (answer.kind === "ok") return { kind: "read", object: parseLiveObject(answer.body) };
  if (answer.kind === "refused" && answer.code === 404) return { kind: "read", object: undefined };
  return { kind: "unknown", reason: answer.message };
}

/** A time in RFC 3339 with nanoseconds, different from all others of this process. */
function createToken(now: number): string {
  const nanoseconds = process.hrtime.bigint() % 1_000_000n;
  return new Date(now).toISOString().replace("Z", `${String(nanoseconds).padStart(6, "0")}Z`);
}
