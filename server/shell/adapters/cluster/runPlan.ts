import type { ActionStep, Completion } from "../../../core/cluster/action.ts";
import { compareVersions } from "../../../core/cluster/clusterState.ts";
import { isJsonList, keyText, type LiveObject, type ObjectKey } from "../../../core/cluster/liveObject.ts";
import { parseLiveObject } from "../../../core/cluster/parseLiveObject.ts";
import type { RunClusterActionResult } from "../../../protocol/cluster.ts";
import type { ApiAnswer, ApiRequest } from "./apiClient.ts";
import type { Connection } from "./connection.ts";
import { type FailureLook, failureLooks } from "./failureEvents.ts";
import { resolvePath } from "./kindResolver.ts";
import { readObject, type WaitingPlan } from "./plans.ts";

/** Names us in the managed fields of objects. */
const fieldManager = "gitops-authoring";

/** What running a plan needs of its surroundings. */
export interface RunTools {
  readonly connection: Connection;
  /** Calls back with each change of an object; returns how to stop it. */
  readonly observe: (key: ObjectKey, changed: () => void) => () => void;
  readonly progress: (message: string) => void;
  readonly audit: (line: string) => void;
  /** Whether waiting should stop. */
  readonly signal: AbortSignal;
  /** Milliseconds between own looks at an object that is waited for. */
  readonly poll: number;
  /** See WatchTimes. */
  readonly settle: number;
}

type StepResult =
  | { readonly kind: "done"; readonly message?: string; readonly object?: LiveObject }
  | { readonly kind: "ended"; readonly result: RunClusterActionResult };

/** Runs the steps of a plan one after the other, each write exactly once. */
export async function runPlan(waiting: WaitingPlan, tools: RunTools): Promise<RunClusterActionResult> {
  /** The state of each object after our own write: what waits may not look behind. */
  const written = new Map<string, LiveObject>();
  let message: string | undefined;
  const { steps } = waiting.plan;
  const looks = await failureLooks(steps, tools.connection);
  for (const step of steps) {
    if (tools.signal.aborted) return cancelled(written.size > 0);
    const failure = looks.get(step);
    const result =
      step.type === "wait" ? await wait(step, { written, failure }, tools) : await write(step, waiting, tools);
    if (result.kind === "ended") return result.result;
    if (result.object) written.set(keyText(step.target), result.object);
    message = result.message ?? message;
  }
  return { kind: "succeeded", message: message ?? `${waiting.title}: done.` };
}

function cancelled(hasWritten: boolean): RunClusterActionResult {
  const message = hasWritten
    ? "Stopped waiting. What was written stays written; the controller goes on."
    : "Cancelled before anything was written.";
  return { kind: "cancelled", message };
}

async function write(
  step: Exclude<ActionStep, { type: "wait" }>,
  waiting: WaitingPlan,
  { connection, audit, progress }: RunTools,
): Promise<StepResult> {
  const { served, session } = connection;
  const path = served && (await resolvePath(served, step.target));
  if (!session || path === undefined) return failed(`Nothing was written: ${step.target.kind} is not served.`);
  progress(step.type === "delete" ? "Deleting" : "Writing");
  const answer = await sendOnce(step, path, session.ask);
  const { namespace, kind, name } = step.target;
  const result =
    answer.kind === "ok" ? "written" : answer.kind === "refused" ? `refused (${answer.code})` : unsure(answer);
  const place = namespace === "" ? "" : `${namespace}/`;
  const { context } = waiting.object;
  audit(`${new Date().toISOString()} ${context} ${kind} ${place}${name} ${waiting.action} ${step.type}: ${result}`);
  if (answer.kind !== "ok") return failed(writeProblem(answer, step.target));
  const object = parseLiveObject(answer.body);
  return { kind: "done", ...(object && step.type === "patch" && { object }) };
}

async function sendOnce(
  step: Exclude<ActionStep, { type: "wait" }>,
  path: string,
  ask: (call: ApiRequest) => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  if (step.type === "delete") return ask(deleteRequest(step, path));
  const { body, subresource } = step;
  const contentType = isJsonList(body) ? "application/json-patch+json" : "application/merge-patch+json";
  const patch = (to: string): Promise<ApiAnswer> =>
    ask({ method: "PATCH", path: `${to}?fieldManager=${fieldManager}`, body, contentType });
  if (subresource === undefined) return patch(path);
  const answer = await patch(`${path}/${subresource}`);
  // A CRD without status subresource: nothing was written, and status belongs to the object itself (as in Argo Rollouts' plugin).
  return answer.kind === "refused" && answer.code === 404 ? patch(path) : answer;
}

function deleteRequest(step: Extract<ActionStep, { type: "delete" }>, path: string): ApiRequest {
  const { propagation, resourceVersion } = step;
  return {
    method: "DELETE",
    path,
    body: {
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy: propagation,
      ...(resourceVersion !== undefined && { preconditions: { resourceVersion } }),
    },
  };
}

function unsure({ mayHaveArrived }: Extract<ApiAnswer, { kind: "unreachable" }>): string {
  return mayHaveArrived ? "unknown (no answer)" : "not sent";
}

function writeProblem(answer: Exclude<ApiAnswer, { kind: "ok" }>, { kind, name }: ObjectKey): string {
  if (answer.kind === "unreachable") {
    if (!answer.mayHaveArrived) return `Nothing was written: ${answer.message}`;
    return (
      `The API server did not answer, so that it is not known whether ${kind} ${name} was changed: ${answer.message} ` +
      "Look at the object before you do it again."
    );
  }
  if (answer.code === 409) {
    return `Nothing was written: ${kind} ${name} was changed by somebody else meanwhile. Look at it again, then start anew.`;
  }
  if (answer.code === 403) return `Nothing was written, you may not do this: ${answer.message}`;
  if (answer.code === 404) return `Nothing was written: ${kind} ${name} does not exist any more.`;
  return `Nothing was written, the API server refused it (${answer.code}): ${answer.message}`;
}

function failed(message: string): StepResult {
  return { kind: "ended", result: { kind: "failed", message } };
}

/** Waits for the completion test of a step. Looks at each state that the watch tells and at what an own look brings. */
async function wait(
  step: Extract<ActionStep, { type: "wait" }>,
  {
    written,
    failure,
  }: { readonly written: ReadonlyMap<string, LiveObject>; readonly failure: FailureLook | undefined },
  { connection, observe, progress, signal, poll, settle }: RunTools,
): Promise<StepResult> {
  const { promise, resolve } = Promise.withResolvers<StepResult>();
  const base = written.get(keyText(step.target));
  const state = { latest: base, note: "", isFailing: false, isOver: false };
  const look = (object: LiveObject | undefined): void => {
    // The watch may still be at a state from before our write.
    const isOld = object && state.latest && (compareVersions(object, state.latest) ?? 0) < 0;
    if (isOld) return;
    state.latest = object ?? state.latest;
    const completion = judge(step, object, base);
    if (completion.state !== "waiting") {
      resolve(resultOf(completion));
    } else if (completion.note !== undefined && completion.note !== state.note) {
      state.note = completion.note;
      progress(completion.note);
    }
  };
  const lookMyself = async (): Promise<void> => {
    const read = await readObject(connection, step.target);
    if (read.kind === "read") look(read.object);
    if (state.isFailing || state.isOver) return;
    const message = await failure?.();
    if (message === undefined || state.isFailing || state.isOver) return;
    state.isFailing = true;
    progress(message);
    timers.push(setTimeout(() => resolve(ended("failed", message)), settle));
  };
  // That the watch does not know an object may mean that it does not watch the kind: only an own look tells that it is gone.
  const stop = observe(step.target, () => {
    const object = connection.state.find(step.target);
    if (object) look(object);
    else void lookMyself();
  });
  const timers = [
    setInterval(() => void lookMyself(), poll),
    setTimeout(() => resolve(ended("timedOut", step.onTimeout)), step.timeout),
  ];
  signal.addEventListener("abort", () => resolve({ kind: "ended", result: cancelled(true) }), { once: true });
  if (base) look(base);
  else void lookMyself();
  try {
    return await promise;
  } finally {
    state.isOver = true;
    stop();
    for (const timer of timers) clearInterval(timer);
  }
}

/** An object that the test cannot read must not end the thread. */
function judge(
  { completion, target }: Extract<ActionStep, { type: "wait" }>,
  object: LiveObject | undefined,
  written: LiveObject | undefined,
): Completion {
  try {
    return completion(object, written);
  } catch (error) {
    return {
      state: "failed",
      message: `It was written, but ${target.kind} ${target.name} could not be read: ${String(error)}`,
    };
  }
}

function ended(kind: RunClusterActionResult["kind"], message: string): StepResult {
  return { kind: "ended", result: { kind, message } };
}

function resultOf(completion: Exclude<Completion, { state: "waiting" }>): StepResult {
  if (completion.state === "failed") return ended("failed", completion.message);
  return { kind: "done", message: completion.message };
}
