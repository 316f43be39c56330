/** Something that is measured: does it once and resolves with what it took in milliseconds. */
export type Timed = () => Promise<number>;

/** The middle of some numbers, the mean of the two middle ones for an even count. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Milliseconds that some work takes. */
export async function timeOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** How often something is repeated. */
export interface Rounds {
  /** Rounds that are not counted, in which engines compile what is used often. */
  readonly warmUp: number;
  readonly counted: number;
}

/** The median of each of several things, measured in turn, so that another program's load meets all of them alike. */
export async function medians(contestants: readonly Timed[], { warmUp, counted }: Rounds): Promise<readonly number[]> {
  const times = contestants.map((): number[] => []);
  for (let round = -warmUp; round < counted; round++) {
    for (const [at, contestant] of contestants.entries()) {
      const time = await contestant();
      if (round >= 0) times[at]?.push(time);
    }
  }
  return times.map(median);
}
