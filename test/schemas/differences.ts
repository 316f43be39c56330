/** Compares our schemas with upstream CustomResourceDefinitions, place by place. */

/** A JSON or YAML mapping. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The mapping under a key, empty when there is none. */
export function mappingAt(value: Mapping, key: string): Mapping {
  const child = value[key];
  return isMapping(child) ? child : {};
}

/** Keys whose values must be the same on both sides. */
const constraints = [
  "type",
  "format",
  "enum",
  "pattern",
  "default",
  "nullable",
  "required",
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
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "x-kubernetes-int-or-string",
  "x-kubernetes-embedded-resource",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-list-type",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-map-type",
  "x-kubernetes-validations",
] as const;

/**
 * What differs between our schema file and an upstream schema, one line for each place:
 * `spec.path: only upstream`, `spec.path: only ours`, `spec.path: enum`.
 */
export function differences(ours: Mapping, upstream: Mapping): readonly string[] {
  const found: string[] = [];
  const definitions = mappingAt(ours, "definitions");
  compare(mappingAt(ours, "schema"), upstream, "");
  return found;

  function compare(node: Mapping, theirs: Mapping, path: string): void {
    const resolved = follow(node);
    for (const key of constraints) {
      if (canonical(resolved[key]) !== canonical(theirs[key])) found.push(`${path}: ${key}`);
    }
    compareFields(mappingAt(resolved, "properties"), mappingAt(theirs, "properties"), path);
    for (const [key, suffix] of [
      ["items", "[]"],
      ["additionalProperties", "{}"],
    ] as const) {
      const inner = resolved[key];
      const their = theirs[key];
      if (isMapping(inner) && isMapping(their)) compare(inner, their, path + suffix);
      else if (canonical(inner) !== canonical(their)) found.push(`${path}: ${key}`);
    }
  }

  function compareFields(fields: Mapping, theirs: Mapping, path: string): void {
    for (const name of new Set([...Object.keys(fields), ...Object.keys(theirs)])) {
      const place = path === "" ? name : `${path}.${name}`;
      const field = fields[name];
      const their = theirs[name];
      if (!isMapping(their)) found.push(`${place}: only ours`);
      else if (!isMapping(field)) found.push(`${place}: only upstream`);
      else if (place !== "metadata") compare(field, their, place);
    }
  }

  function follow(node: Mapping): Mapping {
    const reference = node["$ref"];
    if (typeof reference !== "string") return node;
    const { $ref: _, ...beside } = node;
    return { ...follow(mappingAt(definitions, reference.slice("#/definitions/".length))), ...beside };
  }
}

/** A text that is equal for values that mean the same: key order and the order of alternatives do not matter. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(",")}]`;
  if (!isMapping(value)) return JSON.stringify(value) ?? "";
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${key}:${canonical(value[key])}`).join(",")}}`;
}
