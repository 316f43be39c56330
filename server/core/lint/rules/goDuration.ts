/** Go's time.ParseDuration: an optional sign, then numbers with units; `0` needs none. */
const goDuration = /^[-+]?(?:0|(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** Whether a text is a duration as Go writes them, for example `1h30m`. */
export function isGoDuration(text: string): boolean {
  return goDuration.test(text);
}

/** What to write instead of something that is no duration. */
export function durationAdvice(text: string): string {
  const days = /^([0-9]+) ?d(?:ays?)?$/.exec(text)?.[1];
  if (days) return `There is no unit for days: write \`${Number(days) * 24}h\`.`;
  return "The units are `s`, `m` and `h`, as in `1h30m`.";
}
