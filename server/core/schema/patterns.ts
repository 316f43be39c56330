/** A regular expression of upstream's schemas in words. */
interface PatternMeaning {
  /** Completes "must be". */
  readonly what: string;
  readonly example: string;
}

/** What a known pattern stands for; undefined for patterns that have to speak for themselves. */
export function meaningOf(pattern: string): PatternMeaning | undefined {
  return meanings.get(pattern) ?? urlMeaning(pattern);
}

/** A text that matches a known pattern. */
export function exampleOf(pattern: string): string | undefined {
  return meaningOf(pattern)?.example;
}

/** Whether a pattern describes durations as Go reads them. */
export function isDuration(pattern: string | undefined): boolean {
  return pattern !== undefined && durations.includes(pattern);
}

const durations: readonly string[] = [
  "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$",
  "^([0-9]+(\\.[0-9]+)?(ms|s|m))+$",
  "^([0-9]+(\\.[0-9]+)?(s|m|h))+$",
];

const dnsLabel = "lower-case letters, digits and dashes, beginning and ending with a letter or digit";
const key = { what: "a key of letters, digits, `-`, `_` and `.`", example: "values.yaml" };

const meanings: ReadonlyMap<string, PatternMeaning> = new Map([
  ["^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$", { what: "a duration with units `h`, `m`, `s` or `ms`", example: "10m" }],
  ["^([0-9]+(\\.[0-9]+)?(s|m|h))+$", { what: "a duration with units `h`, `m` or `s`", example: "10m" }],
  ["^([0-9]+(\\.[0-9]+)?(ms|s|m))+$", { what: "a duration with units `m`, `s` or `ms` (no hours)", example: "60s" }],
  ["^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", { what: `a DNS label: ${dnsLabel}`, example: "my-team" }],
  [
    "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
    { what: `a DNS name: ${dnsLabel}, perhaps with dots between`, example: "my-app" },
  ],
  ["^[a-z0-9-]+$", { what: "lower-case letters, digits and dashes", example: "my-app" }],
  ["^[-._a-zA-Z0-9]+$", key],
  ["^[\\-._a-zA-Z0-9]+$", key],
  [
    "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$",
    { what: "a label value: letters, digits, `-`, `_` and `.`", example: "backend" },
  ],
  [
    "^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|@every [^\\s]+.*|[^\\s]+( [^\\s]+){4})$",
    { what: "a cron schedule of five fields, or `@daily` and the like", example: "0 */6 * * *" },
  ],
  [
    "^.*@.*\\.iam\\.gserviceaccount\\.com$",
    { what: "the e-mail address of a Google service account", example: "app@project.iam.gserviceaccount.com" },
  ],
  [
    "^([a-zA-Z0-9_\\-.\\\\\\/]|\\[[0-9]{1,5}\\])+$",
    { what: "a path into Helm values, with `.` between keys and `[0]` for items", example: "image.tag" },
  ],
  [
    "^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$",
    { what: "a digest: algorithm, colon, checksum", example: "sha256:4b3f…" },
  ],
  ["^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$", { what: "a word in CamelCase", example: "Succeeded" }],
  ["^.{2,}|[^./]$", { what: "a path other than `.` and `/`", example: "manifests" }],
]);

/** Addresses that must begin with one of some schemes. */
function urlMeaning(pattern: string): PatternMeaning | undefined {
  const schemes = /^\^\(?([a-z|]+)\)?:\/\/(?:\.\*)?\$?$/.exec(pattern)?.[1]?.split("|");
  const last = schemes?.at(-1);
  if (!schemes || !last) return undefined;
  const what = `an address that begins with ${schemes.map((scheme) => `\`${scheme}://\``).join(" or ")}`;
  return { what, example: `${schemes.includes("https") ? "https" : last}://example.com/team/app` };
}
