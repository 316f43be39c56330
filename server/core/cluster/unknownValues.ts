import { isJsonList, isJsonObject, type Json, type JsonObject } from "./liveObject.ts";

/** Whether a text holds an expression of one of the variables whose values are not known: `${NAME}`, `${NAME:=…}`. */
export type MentionsUnknown = (text: string) => boolean;

/** Makes the test for some names of variables. */
export function mentionsAny(names: readonly string[]): MentionsUnknown {
  if (names.length === 0) return () => false;
  const pattern = new RegExp(`\\$\\{#?(?:${names.join("|")})(?![A-Za-z0-9_])`);
  return (text) => pattern.test(text);
}

/** An object whose unknown values are those of the live object, so that they make no difference. */
export interface FilledObject {
  readonly object: JsonObject;
  /** Values that the live object has none for are left as they are written. */
  readonly isComplete: boolean;
}

/** Takes the values that mention unknown variables from the live object, at the same place in it. */
export function withLiveValues(
  wanted: JsonObject,
  live: JsonObject | undefined,
  isUnknown: MentionsUnknown,
): FilledObject {
  let isComplete = true;
  const fill = (value: Json, known: Json | undefined): Json => {
    if (typeof value === "string" && isUnknown(value)) {
      if (known === undefined || typeof known === "object") isComplete = false;
      return known !== undefined && typeof known !== "object" ? known : value;
    }
    if (isJsonList(value)) return value.map((item, at) => fill(item, itemLike(item, at, known)));
    return isJsonObject(value) ? fillObject(value, known) : value;
  };
  const fillObject = (value: JsonObject, known: Json | undefined): JsonObject => {
    const inner = isJsonObject(known) ? known : {};
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      item === undefined ? item : fill(item, inner[key]),
    ]);
    return Object.fromEntries(entries);
  };
  const object = fillObject(wanted, live);
  return { object, isComplete };
}

/** Items of lists that have names are known by them, others by their place. */
function itemLike(item: Json, at: number, list: Json | undefined): Json | undefined {
  if (!isJsonList(list)) return undefined;
  if (!isJsonObject(item) || typeof item["name"] !== "string") return list[at];
  return list.find((each) => isJsonObject(each) && each["name"] === item["name"]);
}
