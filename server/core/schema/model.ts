/** A CEL rule of a schema node (`x-kubernetes-validations` of apiextensions.k8s.io/v1). */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/**
 * A structural schema as apiextensions.k8s.io/v1 defines it, plus `$ref` into the definitions of its file; keys beside
 * `$ref` add to or override the definition.
 */
export interface StructuralSchema {
  readonly $ref?: string;
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | StructuralSchema;
  readonly items?: StructuralSchema;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly pattern?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly uniqueItems?: boolean;
  readonly multipleOf?: number;
  readonly nullable?: boolean;
  readonly deprecated?: boolean;
  readonly oneOf?: readonly StructuralSchema[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly allOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: "granular" | "atomic";
  readonly "x-kubernetes-validations"?: readonly CelRule[];
  /** Text that Go's `time.ParseDuration` must read, although the API server does not check it. */
  readonly "x-go-type"?: string;
  /** The values that mean something, where any other is ignored without an error. */
  readonly "x-known-values"?: readonly string[];
  /** What the cluster itself says about a field; schemas that are built in have none. */
  readonly description?: string;
}

/** The schema of one version of one kind, as stored in `schemas/<group>/<kind>/<version>.json`. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  /** `File` for files that are no objects of the API server (kustomize's). */
  readonly scope: "Namespaced" | "Cluster" | "File";
  readonly served: boolean;
  /** Whether fields are found whatever their case, as encoding/json of Go does and so kustomize. */
  readonly caseInsensitiveKeys?: boolean;
  /** The Go type of the root, under which the texts of its fields are found; the kind where it is absent. */
  readonly goType?: string;
  /** The cluster that serves it, and when it was asked: equal origins mean equal schemas. Absent where it is built in. */
  readonly origin?: string;
  readonly schema: StructuralSchema;
  readonly definitions: Readonly<Record<string, StructuralSchema>>;
}

/** An entry of `schemas/index.json`. */
export interface SchemaIndexEntry {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly file: string;
  readonly scope: "Namespaced" | "Cluster" | "File";
  readonly served: boolean;
  readonly deprecated: boolean;
  readonly removedIn?: string;
  readonly replacement?: string;
}

/** The text that explains one field, from `schemas/docs`, found by Go type name and field name. */
export interface FieldDocumentation {
  readonly text: string;
  readonly since?: string;
  readonly deprecated?: string;
  readonly link?: string;
}

/** A connected cluster that serves a kind, though not in the version asked for. */
export interface ClusterVersions {
  readonly context: string;
  /** The versions that it serves. */
  readonly versions: readonly string[];
}

/** Finds schemas and field texts; loads a file when it is first asked for. */
export interface SchemaRegistry {
  /** Goes up whenever any answer may be another one: with the connected clusters. */
  readonly revision: number;
  /** Whether a connected cluster serves exactly this version. */
  isServed(type: { readonly group: string; readonly version: string; readonly kind: string }): boolean;
  /** The connected clusters that serve a kind in other versions only. */
  clustersWithout(type: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }): readonly ClusterVersions[];
  /** All versions of all kinds known. */
  readonly entries: readonly SchemaIndexEntry[];
  /** The schema of exactly this version, or undefined when nobody knows the kind or the version. */
  find(group: string, version: string, kind: string): KindSchema | undefined;
  /** The text for a field of a type: `typeName` is the definition's name (`KustomizationSpec`). */
  documentation(group: string, typeName: string, field: string): FieldDocumentation | undefined;
}
