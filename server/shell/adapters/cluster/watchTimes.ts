import { type BackOffLimits, usualBackOff } from "./backOff.ts";

/** The pauses of a connection, in milliseconds. */
export interface WatchTimes {
  readonly backOff: BackOffLimits;
  /** Without a byte for this long a watch counts as broken; the server sends bookmarks about every minute. */
  readonly silence: number;
  /** Pause in which changes are gathered before the server is told. */
  readonly batch: number;
  /** How often the cluster is asked whether it serves new kinds. */
  readonly rediscover: number;
  /** How often statuses are judged anew that depend on the time. */
  readonly reassess: number;
  /** How often the clock is looked at, to notice that the machine slept. */
  readonly tick: number;
  /** How often a running action looks at its object, besides being told by the watch. */
  readonly poll: number;
  /** How long after the event of a failure the object may still tell of a success: the failed run may have begun earlier. */
  readonly settle: number;
}

/** What is usual. */
export const usualTimes: WatchTimes = {
  backOff: usualBackOff,
  silence: 120_000,
  batch: 250,
  rediscover: 120_000,
  reassess: 60_000,
  tick: 5000,
  poll: 2000,
  settle: 8000,
};
