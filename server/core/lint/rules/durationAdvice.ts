/** What to write instead of something that is no duration. */
export function durationAdvice(text: string): string {
  const days = /^([0-9]+) ?d(?:ays?)?$/.exec(text)?.[1];
  if (days) return `There is no unit for days: write \`${Number(days) * 24}h\`.`;
  return "The units are `s`, `m` and `h`, as in `1h30m`.";
}
