import type { KindSchema, StructuralSchema } from "./model.ts";
import { parseKindSchema } from "./parseSchema.ts";
import { isRecord } from "./plainData.ts";
import { withTypeNames } from "./typeNames.ts";

type Data = Readonly<Record<string, unknown>>;

/** Where an OpenAPI document comes from, and what is known of its kinds already. */
export interface OpenApiOrigin {
  /** Becomes the origin of the schemas. */
  readonly origin: string;
  readonly group: string;
  readonly version: string;
  /** The schema that is built in for a kind of this version: it names the types that our texts are kept under. */
  readonly builtIn: (kind: string) => KindSchema | undefined;
}

/** What an OpenAPI document says of its custom resources. */
export interface OpenApiSchemas {
  readonly schemas: readonly KindSchema[];
  /** Kinds that are not in the shape of a structural schema, and so have none here. */
  readonly leftOut: readonly string[];
}

/**
 * The schemas of the custom resources of one group and version, as the API server publishes them under
 * `/openapi/v3/apis/<group>/<version>` (Kubernetes 1.24 and later; any user may read it).
 */
export function schemasOfOpenApi(document: unknown, from: OpenApiOrigin): OpenApiSchemas {
  const published = objectAt(document, "components", "schemas");
  const namespaced = namespacedKinds(document);
  const schemas: KindSchema[] = [];
  const leftOut: string[] = [];
  for (const [name, data] of Object.entries(published)) {
    const kind = isRecord(data) ? kindOf(data, from) : undefined;
    // Types of Kubernetes itself are shared by all documents; lists and options are no objects that anybody writes.
    if (kind === undefined || !isRecord(data) || name.startsWith("io.k8s.") || isList(data)) continue;
    const scope = namespaced.has(kind) ? "Namespaced" : "Cluster";
    const schema = kindSchema(data, kind, scope, from);
    if (schema) schemas.push(schema);
    else leftOut.push(kind);
  }
  return { schemas, leftOut };
}

function kindSchema(
  data: Data,
  kind: string,
  scope: KindSchema["scope"],
  { origin, group, version, builtIn }: OpenApiOrigin,
): KindSchema | undefined {
  const head = { group, kind, version, scope, served: true, origin };
  try {
    const own = parseKindSchema({ ...head, schema: rootOf(data), definitions: {} }, `${origin}: ${kind}`);
    const known = builtIn(kind);
    return known ? withTypeNames(own, known) : own;
  } catch {
    // Validation by a schema that was not understood would tell mistakes that are none.
    return undefined;
  }
}

/** The root without what the API server puts into every object; our own schema of `metadata` takes its place. */
function rootOf(data: Data): Data {
  const { apiVersion: _, kind: __, metadata: ___, ...properties } = objectAt(data, "properties");
  const head = { apiVersion: { type: "string" }, kind: { type: "string" }, metadata: { type: "object" } };
  const own = Object.entries(properties).map(([name, value]) => [name, structural(value)] as const);
  return { ...structural(data), properties: { ...head, ...Object.fromEntries(own) } };
}

const kept: readonly (keyof StructuralSchema)[] = [
  "type",
  "required",
  "enum",
  "pattern",
  "format",
  "default",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
  "uniqueItems",
  "multipleOf",
  "nullable",
  "description",
  "x-kubernetes-int-or-string",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-embedded-resource",
  "x-kubernetes-list-type",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-map-type",
  "x-kubernetes-validations",
];

const anything: Data = { "x-kubernetes-preserve-unknown-fields": true };

/** A node in the terms of a structural schema. References lead to types of Kubernetes, which are not judged. */
function structural(data: unknown): Data {
  if (!isRecord(data)) return anything;
  if ("$ref" in data) return anything;
  const node: Record<string, unknown> = {};
  for (const key of kept) if (data[key] !== undefined) node[key] = data[key];
  if (isRecord(data["properties"])) {
    node["properties"] = Object.fromEntries(
      Object.entries(data["properties"]).map(([name, value]) => [name, structural(value)] as const),
    );
  }
  for (const key of ["items", "not", "additionalProperties"]) {
    const child = data[key];
    if (child !== undefined) node[key] = typeof child === "boolean" ? child : structural(child);
  }
  for (const key of ["oneOf", "anyOf", "allOf"]) {
    const list = data[key];
    if (Array.isArray(list)) node[key] = list.map(structural);
  }
  // What only combines references says nothing of its own.
  const isEmpty = node["type"] === undefined && !("x-kubernetes-int-or-string" in node) && Array.isArray(data["allOf"]);
  return isEmpty ? anything : node;
}

function kindOf(data: Data, { group, version }: OpenApiOrigin): string | undefined {
  const types = data["x-kubernetes-group-version-kind"];
  if (!Array.isArray(types) || types.length !== 1) return undefined;
  const [type]: readonly unknown[] = types;
  if (!isRecord(type) || type["group"] !== group || type["version"] !== version) return undefined;
  return typeof type["kind"] === "string" ? type["kind"] : undefined;
}

function isList(data: Data): boolean {
  const { items, metadata } = objectAt(data, "properties");
  return items !== undefined && JSON.stringify(metadata ?? "").includes("ListMeta");
}

/** The kinds that have a path below a namespace. */
function namespacedKinds(document: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [path, operations] of Object.entries(objectAt(document, "paths"))) {
    if (!path.includes("/namespaces/{namespace}/") || !isRecord(operations)) continue;
    for (const operation of Object.values(operations)) {
      const kind = at(operation, "x-kubernetes-group-version-kind", "kind");
      if (typeof kind === "string") found.add(kind);
    }
  }
  return found;
}

function objectAt(data: unknown, ...path: readonly string[]): Data {
  const found = at(data, ...path);
  return isRecord(found) ? found : {};
}

function at(data: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), data);
}
