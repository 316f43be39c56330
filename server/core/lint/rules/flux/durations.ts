import type { StringNode } from "../../../manifest/manifest.ts";

const part = /([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)/g;
const whole = /^(?:[0-9]+(?:\.[0-9]+)?(?:ms|s|m|h))+$/;

/** Milliseconds of a duration as Flux accepts it (`1h30m`); undefined for anything else. */
export function milliseconds(text: StringNode | undefined): number | undefined {
  if (!text || !whole.test(text.value)) return undefined;
  let sum = 0;
  for (const [, count = "", unit = ""] of text.value.matchAll(part)) sum += Number(count) * lengthOf(unit);
  return sum;
}

function lengthOf(unit: string): number {
  if (unit === "h") return 3_600_000;
  if (unit === "m") return 60_000;
  return unit === "s" ? 1000 : 1;
}
