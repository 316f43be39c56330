/** Intervals that people write, for fields that take a Go duration. */
export const usualIntervals: readonly string[] = ["10m", "1h", "5m", "1m", "30m", "24h"];

/** Timeouts that people write. */
export const usualTimeouts: readonly string[] = ["5m", "2m", "10m", "1m", "15m"];
