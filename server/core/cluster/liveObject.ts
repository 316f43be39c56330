/** A value of JSON, as the Kubernetes API sends it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A mapping of JSON. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Identity of a live object in one cluster, without its version (which discovery chooses). */
export interface ObjectKey {
  /** API group; "" for the core group. */
  readonly group: string;
  readonly kind: string;
  /** "" for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** `metadata` of a live object (apimachinery meta/v1 ObjectMeta), as far as it is read. */
export interface LiveMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly controller?: boolean;
  }[];
}

/** An object as the API server holds it. `managedFields` and the last-applied annotation are left out when it is kept. */
export interface LiveObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: LiveMetadata;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
  /** Argo CD's Application keeps a requested operation beside its spec (argo-cd v3 Application.operation). */
  readonly operation?: JsonObject;
}

/** Finds the other objects of the same cluster that are watched; undefined when it is not there or not watched. */
export interface LiveLookup {
  find(key: ObjectKey): LiveObject | undefined;
}

/** `group/kind/namespace/name`, the form in which keys are compared and kept in maps. */
export function keyText({ group, kind, namespace, name }: ObjectKey): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** The key of a live object. */
export function keyOf({ apiVersion, kind, metadata }: LiveObject): ObjectKey {
  const slash = apiVersion.indexOf("/");
  const group = slash < 0 ? "" : apiVersion.slice(0, slash);
  return { group, kind, namespace: metadata.namespace ?? "", name: metadata.name };
}

/** The value at a path of keys and item numbers; undefined when a part of the path is missing. */
export function jsonAt(value: Json | JsonObject | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let at: Json | undefined = value;
  for (const step of path) {
    if (isJsonList(at)) at = typeof step === "number" ? at[step] : undefined;
    else if (isJsonObject(at)) at = typeof step === "string" ? at[step] : undefined;
    else return undefined;
  }
  return at;
}

/** The text at a path; undefined when there is something else or nothing. */
export function textAt(
  value: Json | JsonObject | undefined,
  ...path: readonly (string | number)[]
): string | undefined {
  const found = jsonAt(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The items of the list at a path; none when there is no list. */
export function itemsAt(value: Json | JsonObject | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = jsonAt(value, ...path);
  return isJsonList(found) ? found : [];
}

/** Whether a value is a mapping. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
