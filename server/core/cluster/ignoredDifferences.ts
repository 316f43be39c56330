import {
  isJsonList,
  isJsonObject,
  itemsAt,
  type Json,
  type JsonObject,
  jsonAt,
  type ObjectKey,
  textAt,
} from "./liveObject.ts";

/** Fields that an application wants to be no difference in some objects (argo-cd v1alpha1 ResourceIgnoreDifferences). */
export interface IgnoredPath {
  readonly kind: "pointer" | "expression";
  /** A JSON pointer (RFC 6901) or a jq path expression, as it is written. */
  readonly path: string;
  /** Whether the entry that names it is about an object. */
  readonly isAbout: (key: ObjectKey) => boolean;
  /** Whether it is ignored in the objects of all applications, not by this one. */
  readonly isOfSystem: boolean;
}

/**
 * What `spec.ignoreDifferences`, and after it the entries for all applications, name, in the order in which Argo CD takes it out of the live and of the wanted object:
 * entry by entry, pointers before expressions (argo-cd v3 util/argo/normalizers NewIgnoreNormalizer).
 */
export function ignoredPaths(spec: JsonObject | undefined, ofSystem: readonly Json[] = []): readonly IgnoredPath[] {
  return [...pathsOf(itemsAt(spec, "ignoreDifferences"), false), ...pathsOf(ofSystem, true)];
}

function pathsOf(entries: readonly Json[], isOfSystem: boolean): readonly IgnoredPath[] {
  return entries.flatMap((entry) => {
    const isAbout = (key: ObjectKey): boolean => fits(entry, key);
    const pointers = texts(entry, "jsonPointers").map(
      (path) => ({ kind: "pointer", path, isAbout, isOfSystem }) as const,
    );
    const expressions = texts(entry, "jqPathExpressions").map(
      (path) => ({ kind: "expression", path, isAbout, isOfSystem }) as const,
    );
    return [...pointers, ...expressions];
  });
}

/** The field managers whose fields are left to them in an object, all entries together. */
export function trustedManagers(
  spec: JsonObject | undefined,
  key: ObjectKey,
  ofSystem: readonly Json[] = [],
): readonly string[] {
  const entries = [...itemsAt(spec, "ignoreDifferences"), ...ofSystem].filter((entry) => fits(entry, key));
  return entries.flatMap((entry) => texts(entry, "managedFieldsManagers"));
}

function texts(entry: Json, field: string): readonly string[] {
  return itemsAt(entry, field).filter((each) => typeof each === "string");
}

/** Group and kind of an entry are globs; its name and namespace are exact, and mean all when they are empty. */
function fits(entry: Json, { group, kind, name, namespace }: ObjectKey): boolean {
  return (
    matches(textAt(entry, "group") ?? "", group) &&
    matches(textAt(entry, "kind") ?? "", kind) &&
    [undefined, "", name].includes(textAt(entry, "name")) &&
    [undefined, "", namespace].includes(textAt(entry, "namespace"))
  );
}

function matches(glob: string, text: string): boolean {
  const parts = glob.split(/([*?])/).map((part) => {
    if (part === "*") return ".*";
    return part === "?" ? "." : part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`).test(text);
}

/**
 * The new state of an object with the live values of the fields that these managers own. Only values that differ are taken
 * over: a field that just one side has stays a difference, as for Argo CD (argo-cd util/argo/managedfields Normalize).
 */
export function withOwnedFields(next: JsonObject, live: JsonObject, managers: readonly string[]): JsonObject {
  const entries = itemsAt(live, "metadata", "managedFields").filter((entry) =>
    managers.includes(textAt(entry, "manager") ?? ""),
  );
  return entries.reduce<JsonObject>((result, entry) => {
    const taken = takeOwned(result, live, jsonAt(entry, "fieldsV1"));
    return isJsonObject(taken) ? taken : result;
  }, next);
}

/**
 * Takes over what a set of fields names (structured-merge-diff v4 fieldpath): `f:` before the name of a field, `k:` before
 * the keys by which an item of a list is known, `v:` before an item that is a value; an empty set is the value itself.
 */
function takeOwned(next: Json, live: Json, fields: Json | undefined): Json {
  if (!isJsonObject(fields)) return next;
  // `.` alone says that the mapping or item exists, not what is in it.
  const inner = Object.entries(fields).filter(([step]) => step !== ".");
  if (inner.length === 0) return "." in fields ? next : live;
  if (isJsonObject(next) && isJsonObject(live)) return takeFields(next, live, inner);
  return isJsonList(next) && isJsonList(live) ? takeItems(next, live, inner) : next;
}

type Steps = readonly (readonly [step: string, inner: Json | undefined])[];

function takeFields(next: JsonObject, live: JsonObject, steps: Steps): JsonObject {
  const taken = steps.flatMap(([step, inner]) => {
    const name = step.startsWith("f:") ? step.slice(2) : undefined;
    const [own, other] = name === undefined ? [] : [next[name], live[name]];
    return name === undefined || own === undefined || other === undefined ? [] : [[name, takeOwned(own, other, inner)]];
  });
  return { ...next, ...Object.fromEntries(taken) };
}

function takeItems(next: readonly Json[], live: readonly Json[], steps: Steps): readonly Json[] {
  return steps.reduce((items, [step, inner]) => {
    const keys = step.startsWith("k:") ? keysIn(step.slice(2)) : undefined;
    const other = keys && live.find((item) => hasKeys(item, keys));
    if (!keys || other === undefined) return items;
    return items.map((item) => (hasKeys(item, keys) ? takeOwned(item, other, inner) : item));
  }, next);
}

/** The keys of an item, written as JSON: `{"name":"web"}`; undefined when they cannot be read. */
function keysIn(text: string): JsonObject | undefined {
  try {
    const value: Json = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function hasKeys(item: Json, keys: JsonObject): boolean {
  return isJsonObject(item) && Object.entries(keys).every(([name, value]) => item[name] === value);
}
