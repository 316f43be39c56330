/** Shortest and longest pause before something is tried again, in milliseconds. */
export interface BackOffLimits {
  readonly shortest: number;
  readonly longest: number;
}

/** What is usual: 1 to 30 seconds. */
export const usualBackOff: BackOffLimits = { shortest: 1000, longest: 30_000 };

/**
 * The pause before attempt number `failures` + 1: twice as long each time, a random half of it left out, so that many
 * editors do not come back to a server at the same moment. `random` is between 0 and 1.
 */
export function backOff(failures: number, random: number, { shortest, longest }: BackOffLimits = usualBackOff): number {
  const full = Math.min(longest, shortest * 2 ** Math.min(failures, 16));
  return Math.max(shortest / 2, full * (0.5 + random / 2));
}
