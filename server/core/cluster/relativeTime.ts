const steps: readonly (readonly [name: string, seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["min", 60],
];

/**
 * How long ago an RFC 3339 time is, as people say it: `2 min ago`, `just now`; undefined when it is no time. `now` is in
 * milliseconds. A clock of the cluster that is ahead gives `just now`.
 */
export function timeAgo(time: string | undefined, now: number): string | undefined {
  const since = time === undefined ? Number.NaN : Date.parse(time);
  if (Number.isNaN(since)) return undefined;
  const seconds = (now - since) / 1000;
  const [name, length] = steps.find(([, each]) => seconds >= each) ?? [];
  if (name === undefined || length === undefined) return "just now";
  const count = Math.floor(seconds / length);
  return `${count} ${name}${count > 1 && name !== "min" ? "s" : ""} ago`;
}
