import type { ScalarValue } from "../node.ts";
import { resolvePlainScalar } from "../plainScalar.ts";

const prefix = "tag:yaml.org,2002:";

/** What a scalar means with its tag, or why Go refuses the two together. */
export type TaggedValue = { readonly value: ScalarValue } | { readonly message: string };

/**
 * The value of a scalar with a tag (go.yaml.in/yaml/v2, resolve.go and decode.go): tags that Go does not know make it
 * a string, `!!binary` is decoded, and `!!int` and the like refuse other values. Tags of collections mean nothing.
 */
export function taggedValue(text: string, isPlain: boolean, tag: string | undefined): TaggedValue {
  if (tag === undefined) return { value: isPlain ? resolvePlainScalar(text) : text };
  if (!tag.startsWith(prefix)) return { value: text };
  const name = tag.slice(prefix.length);
  if (name === "binary") return binary(text);
  const fits = fitting.get(name);
  if (!fits) return { value: text };
  const value = resolvePlainScalar(text);
  if (fits(value)) return { value };
  return { message: `This value does not fit its tag \`!!${name}\`. Remove the tag, or quote the text.` };
}

const fitting: ReadonlyMap<string, (value: ScalarValue) => boolean> = new Map([
  ["bool", (value: ScalarValue) => typeof value === "boolean"],
  ["int", (value: ScalarValue) => typeof value === "number" && Number.isInteger(value)],
  ["float", (value: ScalarValue) => typeof value === "number"],
  ["null", (value: ScalarValue) => value === null],
]);

function binary(text: string): TaggedValue {
  const compact = text.replace(/[\r\n]/g, "");
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact)) {
    return { message: "A `!!binary` value must be base64. Remove the tag, or encode the value." };
  }
  return { value: decodeBase64(compact) };
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The text whose UTF-8 bytes are encoded; bytes that are no UTF-8 make it the encoded text itself. */
function decodeBase64(encoded: string): string {
  let escaped = "";
  let bits = 0;
  let count = 0;
  for (const digit of encoded.replace(/=+$/, "")) {
    bits = ((bits << 6) | digits.indexOf(digit)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    escaped += `%${((bits >> count) & 0xff).toString(16).padStart(2, "0")}`;
  }
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return encoded;
    throw error;
  }
}
