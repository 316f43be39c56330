import { keyText } from "../../../core/cluster/liveObject.ts";
import type { Status } from "../../../core/cluster/status.ts";
import type { Tally } from "../../../features/cluster.ts";
import type { Summary } from "./messages.ts";

/** How the objects of each owner are doing, counted as they change: no question has to look at all objects. */
export interface Tallies {
  /** Counts an object anew; returns the keys of the owners whose counts are different now. */
  replace(before: Summary | undefined, after: Summary | undefined): readonly string[];
  /** The counts of an owner by its key; undefined when nothing names it. */
  of(owner: string): Tally | undefined;
}

/** Creates empty counts. */
export function createTallies(): Tallies {
  const tallies = new Map<string, Map<Status, number>>();
  return {
    of: (owner) => tallies.get(owner),
    replace(before, after) {
      const from = ownerOf(before);
      const to = ownerOf(after);
      if (from === to && before?.status.status === after?.status.status) return [];
      if (from !== undefined && before) count(tallies, from, before.status.status, -1);
      if (to !== undefined && after) count(tallies, to, after.status.status, 1);
      return [from, to].filter((each) => each !== undefined);
    },
  };
}

function ownerOf(summary: Summary | undefined): string | undefined {
  const owner = summary?.provenance?.owner;
  return owner && keyText(owner);
}

function count(tallies: Map<string, Map<Status, number>>, owner: string, status: Status, change: number): void {
  const tally = tallies.get(owner) ?? new Map<Status, number>();
  tallies.set(owner, tally);
  const next = (tally.get(status) ?? 0) + change;
  if (next > 0) tally.set(status, next);
  else tally.delete(status);
  if (tally.size === 0) tallies.delete(owner);
}
