import { isJsonList, isJsonObject, itemsAt, type Json, type JsonObject, textAt } from "./liveObject.ts";
import { isSecret, withoutBookkeeping } from "./objectYaml.ts";

/** Fields of `metadata` that the API server sets and no manifest decides. */
const serverFields = ["resourceVersion", "uid", "generation", "creationTimestamp", "deletionTimestamp", "selfLink"];

/** An object without what is no difference between Git and the cluster: bookkeeping and status. */
export function comparable(object: JsonObject): JsonObject {
  const { status: _, ...rest } = withoutBookkeeping(object);
  const { metadata } = rest;
  if (!isJsonObject(metadata)) return rest;
  const kept = Object.entries(metadata).filter(([key]) => !serverFields.includes(key));
  return { ...rest, metadata: Object.fromEntries(kept) };
}

/** Whether two values of JSON are equal; the order of keys does not matter, a key with undefined counts as absent. */
export function isEqualJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isJsonList(a)) return isJsonList(b) && a.length === b.length && a.every((item, at) => isEqualJson(item, b[at]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isEqualJson(a[key], b[key]));
}

/** The object without the value at a JSON pointer (RFC 6901); as it is when there is no such value. */
export function withoutPointer(object: JsonObject, pointer: string): JsonObject {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const result = remove(object, steps);
  return isJsonObject(result) ? result : object;
}

function remove(value: Json | undefined, [step, ...rest]: readonly string[]): Json | undefined {
  if (step === undefined) return undefined;
  if (isJsonList(value)) {
    const at = Number(step);
    if (rest.length === 0) return value.filter((_, index) => index !== at);
    return value.map((item, index) => (index === at ? (remove(item, rest) ?? null) : item));
  }
  if (!isJsonObject(value) || !(step in value)) return value;
  const { [step]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...value, [step]: remove(inner, rest) };
}

/**
 * What an apply would make of a live object, worked out without the API server: what was applied last and is not wanted any
 * more goes, what is wanted is set, the rest stays. Lists are replaced whole, except lists of objects that all have a
 * `name` (containers, ports, variables), which are merged by it.
 */
export function mergeApplied(
  live: Json | undefined,
  wanted: Json | undefined,
  applied: Json | undefined,
): Json | undefined {
  if (isJsonObject(live) && isJsonObject(wanted))
    return mergeObjects(live, wanted, isJsonObject(applied) ? applied : {});
  if (isNamedList(live) && isNamedList(wanted)) return mergeNamed(live, wanted, isNamedList(applied) ? applied : []);
  return wanted;
}

function mergeObjects(live: JsonObject, wanted: JsonObject, applied: JsonObject): JsonObject {
  const kept = Object.entries(live).filter(([key]) => key in wanted || !(key in applied));
  const result = new Map(kept);
  for (const [key, value] of Object.entries(wanted)) result.set(key, mergeApplied(live[key], value, applied[key]));
  return Object.fromEntries(result);
}

/**
 * Takes out of an object what was applied last and is not wanted any more. A dry run by another field manager leaves such
 * fields in, because somebody else owns them.
 */
export function withoutAbandoned(
  next: Json | undefined,
  wanted: Json | undefined,
  applied: Json | undefined,
): Json | undefined {
  if (isJsonObject(next) && isJsonObject(wanted) && isJsonObject(applied)) {
    const kept = Object.entries(next).filter(([key]) => key in wanted || !(key in applied));
    return Object.fromEntries(kept.map(([key, value]) => [key, withoutAbandoned(value, wanted[key], applied[key])]));
  }
  if (!isNamedList(next) || !isNamedList(wanted) || !isNamedList(applied)) return next;
  const find = (list: readonly Named[], name: string): Named | undefined => list.find((item) => item.name === name);
  const kept = next.filter(({ name }) => find(wanted, name) || !find(applied, name));
  return kept.flatMap((item) => withoutAbandoned(item, find(wanted, item.name), find(applied, item.name)) ?? []);
}

/** Labels and annotations by which a controller finds its objects; it adds them after rendering. */
const ownershipKeys = [
  "kustomize.toolkit.fluxcd.io/name",
  "kustomize.toolkit.fluxcd.io/namespace",
  "helm.toolkit.fluxcd.io/name",
  "helm.toolkit.fluxcd.io/namespace",
  "app.kubernetes.io/instance",
  "argocd.argoproj.io/tracking-id",
  "argocd.argoproj.io/installation-id",
];

/** A rendered object with the marks of ownership that the live one carries. */
export function withOwnership(wanted: JsonObject, live: JsonObject | undefined): JsonObject {
  const [metadata, known] = [wanted["metadata"], live?.["metadata"]];
  if (!isJsonObject(metadata) || !isJsonObject(known)) return wanted;
  const parts = ["labels", "annotations"].flatMap((part) => {
    const found = known[part];
    if (!isJsonObject(found)) return [];
    const marks = Object.entries(found).filter(([key]) => ownershipKeys.includes(key));
    const own = metadata[part];
    return marks.length === 0
      ? []
      : [[part, { ...Object.fromEntries(marks), ...(isJsonObject(own) ? own : {}) }] as const];
  });
  return { ...wanted, metadata: { ...metadata, ...Object.fromEntries(parts) } };
}

/** A Secret with `stringData` moved to `data`, as the API server stores it. */
export function withEncodedData(object: JsonObject, encode: (text: string) => string): JsonObject {
  const { stringData, ...rest } = object;
  if (!isSecret(object) || !isJsonObject(stringData)) return object;
  const encoded = Object.entries(stringData).map(([key, value]) => [key, encode(String(value))]);
  const data = rest["data"];
  return { ...rest, data: { ...(isJsonObject(data) ? data : {}), ...Object.fromEntries(encoded) } };
}

/** The field manager that applied an object server-side for a GitOps controller; undefined when none did. */
export function applyingManager(live: JsonObject | undefined): string | undefined {
  const entries = itemsAt(live, "metadata", "managedFields");
  const applied = entries.filter(
    (entry) => textAt(entry, "operation") === "Apply" && textAt(entry, "subresource") === undefined,
  );
  const names = applied.flatMap((entry) => textAt(entry, "manager") ?? []);
  return names.find((name) => gitOpsManagers.includes(name));
}

/** Names under which controllers apply what Git says (kustomize-controller, helm-controller, argocd-controller). */
const gitOpsManagers = ["kustomize-controller", "argocd-controller", "helm-controller"];

type Named = JsonObject & { readonly name: string };

function mergeNamed(live: readonly Named[], wanted: readonly Named[], applied: readonly Named[]): readonly Json[] {
  const find = (list: readonly Named[], name: string): Named | undefined => list.find((item) => item.name === name);
  const merged = wanted.flatMap((item) => mergeApplied(find(live, item.name), item, find(applied, item.name)) ?? []);
  // What others added stays behind what is wanted.
  const others = live.filter(({ name }) => !find(wanted, name) && !find(applied, name));
  return [...merged, ...others];
}

function isNamedList(value: Json | undefined): value is readonly Named[] {
  return isJsonList(value) && value.every((item) => isJsonObject(item) && typeof item["name"] === "string");
}
