import type { ActionStep } from "../../../core/cluster/action.ts";
import type { Connection } from "./connection.ts";
import { readEvents } from "./events.ts";

type WaitStep = Extract<ActionStep, { type: "wait" }>;

/** Looks for a failure that the events tell and that was not there before; resolves with its message. */
export type FailureLook = () => Promise<string | undefined>;

/**
 * Notes which events there are before anything is written, for the steps that wait for a failure told by events. What is
 * new is told by this and not by times: the clock of a controller may be another one. A step whose events may not be read
 * has no look.
 */
export async function failureLooks(
  steps: readonly ActionStep[],
  { session }: Connection,
): Promise<ReadonlyMap<ActionStep, FailureLook>> {
  const looks = new Map<ActionStep, FailureLook>();
  for (const step of steps) {
    if (step.type !== "wait" || step.failureEvent === undefined) continue;
    const before = await readEvents(session, step.target);
    if (before.kind === "missing") continue;
    const known = new Set(before.events.map(({ mark }) => mark));
    looks.set(step, () => newFailure(step, known, session));
  }
  return looks;
}

async function newFailure(
  { target, failureEvent }: WaitStep,
  known: ReadonlySet<string>,
  session: Connection["session"],
): Promise<string | undefined> {
  const now = await readEvents(session, target);
  if (now.kind === "missing") return undefined;
  const found = now.events.find(
    ({ event, mark }) => event.type === "Warning" && event.reason === failureEvent && !known.has(mark),
  );
  return found && (found.event.message || `The controller reports ${found.event.reason}.`);
}
