/** The limits of the five fields of a schedule, and the names that stand for numbers (robfig/cron, which Argo CD uses). */
const fields: readonly {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly words?: string;
}[] = [
  { name: "minute", low: 0, high: 59 },
  { name: "hour", low: 0, high: 23 },
  { name: "day of the month", low: 1, high: 31 },
  { name: "month", low: 1, high: 12, words: "jan feb mar apr may jun jul aug sep oct nov dec" },
  { name: "day of the week", low: 0, high: 6, words: "sun mon tue wed thu fri sat" },
];

/** What is wrong with a schedule of five fields, as a sentence; undefined when it can be read. */
export function scheduleProblem(schedule: string): string | undefined {
  const parts = schedule
    .replace(/^(?:CRON_)?TZ=\S+\s+/, "")
    .trim()
    .split(/\s+/);
  if (parts.length !== 5 || schedule.trim() === "")
    return "A schedule has five fields: minute, hour, day of the month, month, day of the week.";
  for (const [at, field] of fields.entries()) {
    const part = parts[at] ?? "";
    if (part.split(",").every((item) => item === "" || fits(item, field))) continue;
    return `\`${part}\` is no ${field.name}: that is ${field.low} to ${field.high}.`;
  }
  return undefined;
}

function fits(item: string, { low, high, words }: (typeof fields)[number]): boolean {
  const [range = "", step, ...more] = item.split("/");
  const [from = "", to, ...rest] = range.split("-");
  if (more.length > 0 || rest.length > 0) return false;
  if (step !== undefined && !(/^[0-9]+$/.test(step) && Number(step) > 0)) return false;
  if (from === "*" || from === "?") return true;
  const start = numberOf(from, low, words);
  const end = to === undefined ? start : numberOf(to, low, words);
  return start >= low && end <= high && start <= end;
}

/** Not a number where the text is none, which no comparison holds for. */
function numberOf(text: string, low: number, words: string | undefined): number {
  const at = words?.split(" ").indexOf(text.toLowerCase()) ?? -1;
  if (at >= 0) return at + low;
  return /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
}
