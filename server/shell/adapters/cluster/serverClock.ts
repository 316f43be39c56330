/**
 * The clock of an API server, known from the `Date` of its answers. Controllers judge times by the clocks of the cluster, so
 * what is written for them, and what is compared with what they wrote, follows this one and not that of the machine.
 */
export interface ServerClock {
  /** Milliseconds since 1970 by the clock of the API server; by that of the machine until it said another time. */
  now(): number;
  /** Milliseconds that it is ahead of the machine; 0 while they agree, as far as whole seconds can tell. */
  ahead(): number;
  /** Notes that a request is sent; the result takes in the `Date` header of its answer. */
  asking(): (date: string | undefined) => void;
}

/** A `Date` header names whole seconds: the answer was written within this many milliseconds after it. */
const precision = 1000;

/** Creates the clock of an API server that has not answered yet. `machine` is the time of the machine, in milliseconds. */
export function createServerClock(machine: () => number = Date.now): ServerClock {
  const state = { ahead: 0 };
  const heard = (date: string | undefined, sentAt: number): void => {
    const said = Date.parse(date ?? "");
    // The answer was written after the request was sent and before it arrived; when between these nobody knows.
    const [least, most] = [said - machine(), said + precision - sentAt];
    if (!(least <= most)) return;
    const nearest = Math.min(Math.max(state.ahead, least), most);
    // What fits stays, and what nearly fits is only put right, so that times do not waver with each answer.
    if (Math.abs(nearest - state.ahead) <= precision) state.ahead = nearest;
    else state.ahead = least <= 0 && 0 <= most ? 0 : Math.round((least + most) / 2);
  };
  return {
    now: () => machine() + state.ahead,
    ahead: () => state.ahead,
    asking: () => {
      const sentAt = machine();
      return (date) => heard(date, sentAt);
    },
  };
}
