import { isGoDuration } from "../text/goDuration.ts";

const int32 = 2 ** 31;
const int64 = 2 ** 63;

/**
 * Whether a value fulfils a `format`, as far as the API server checks it (k8s.io/kube-openapi pkg/validation/strfmt);
 * a duration is what the controllers read with Go's time.ParseDuration, which is less than the API server lets through.
 * Formats that are not known here pass.
 */
export function fitsFormat(format: string, value: string | number): boolean {
  if (typeof value === "number") return fitsNumber(format, value);
  const test = textFormats.get(format);
  return test === undefined || test(value);
}

function fitsNumber(format: string, value: number): boolean {
  if (format === "int32") return value >= -int32 && value < int32;
  return format !== "int64" || (value >= -int64 && value < int64);
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const dateTime = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const date = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const quantity = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const textFormats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  // Line breaks inside are what pasted certificates have; Go's decoder skips them.
  ["byte", (text: string) => base64.test(text.replaceAll(/[\r\n]/g, ""))],
  ["date-time", (text: string) => dateTime.test(text)],
  ["date", (text: string) => date.test(text)],
  ["duration", isGoDuration],
  ["quantity", (text: string) => quantity.test(text)],
]);
