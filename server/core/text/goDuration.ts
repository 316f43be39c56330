/** Milliseconds of each unit; both letters that look like a µ are one. */
const units: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  μs: 0.001,
  ns: 0.000001,
};

const part = /([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)/g;
const whole = new RegExp(`^[-+]?(?:0|(?:${part.source})+)$`);

/** The longest that a Duration holds, in milliseconds: it counts nanoseconds in 64 bits, so 292 years. */
const longest = 2 ** 63 / 1_000_000;

/**
 * Milliseconds of a duration as Go's time.ParseDuration reads it (Go 1.26): an optional sign, then numbers with units;
 * only `0` needs none. Undefined for everything else, also for what is too long.
 */
export function goDuration(text: string): number | undefined {
  if (!whole.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit = ""] of text.matchAll(part)) sum += Number(count) * (units[unit] ?? 0);
  if (sum > longest) return undefined;
  return text.startsWith("-") && sum > 0 ? -sum : sum;
}

/** Whether a text is a duration as Go writes them, for example `1h30m`. */
export function isGoDuration(text: string): boolean {
  return goDuration(text) !== undefined;
}
