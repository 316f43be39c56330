import type { ScalarValue } from "./node.ts";

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const timestamp =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\.[0-9]+)?(Z|[-+][0-9]{1,2}(:[0-9]{2})?)?)?$/;

/**
 * The value of a plain scalar as Kubernetes reads it: go.yaml.in/yaml/v2 2.4 `resolve`, which sigs.k8s.io/yaml uses.
 * `yes`, `on` and `y` are true, `0777` and `0o777` are octal, underscores in numbers are ignored, dates stay strings.
 */
export function resolvePlainScalar(text: string): ScalarValue {
  const first = text.charCodeAt(0);
  const isDigit = first >= 48 && first <= 57;
  const isSign = first === 43 || first === 45;
  if (isDigit || isSign || first === 46) return words.get(text) ?? resolveNumber(text) ?? text;
  if (text.length > 5) return text;
  const word = words.get(text);
  return word === undefined ? text : word;
}

function resolveNumber(text: string): number | undefined {
  if (text.charCodeAt(0) === 46) return resolveFloat(text);
  if (timestamp.test(text)) return undefined;
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  return resolveInteger(plain) ?? resolveFloat(plain);
}

/** Numbers too large for 64 bits of a float stay strings, as Go's strconv.ParseFloat refuses them. */
function resolveFloat(text: string): number | undefined {
  if (!float.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Go's strconv.ParseInt and ParseUint with base 0: decimal, 0x, 0b, 0o and a leading 0 for octal, up to 64 bits. */
function resolveInteger(text: string): number | undefined {
  const match = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))$/.exec(text);
  if (!match) return undefined;
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const magnitude = hexadecimal
    ? Number.parseInt(hexadecimal, 16)
    : binary
      ? Number.parseInt(binary, 2)
      : octal
        ? Number.parseInt(octal, 8)
        : Number(decimal);
  if (magnitude >= 2 ** 64) return undefined;
  return sign === "-" ? -magnitude : magnitude;
}
