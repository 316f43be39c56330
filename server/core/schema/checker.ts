import { type CompiledRule, compileRule } from "./cel.ts";
import type { KindSchema, StructuralSchema } from "./model.ts";
import { withObjectMeta } from "./objectMeta.ts";
import { ownValue } from "./plainData.ts";
import { resolveSchema } from "./resolve.ts";

/** What kind of value a schema node takes. */
export type ExpectedType = "object" | "array" | "string" | "integer" | "number" | "boolean" | "intOrString" | "any";

/**
 * A schema node made ready for checking: references followed, keys in maps, patterns and rules compiled. Built when a
 * document first reaches the node and kept, so that checking a correct document allocates nothing.
 */
export interface Checker {
  readonly schema: StructuralSchema;
  readonly expected: ExpectedType;
  /** Keys that must be present; those with a default are left out because the API server fills them in first. */
  readonly required: readonly string[];
  /** Fields that the API server fills in when they are absent. */
  readonly defaulted: readonly string[];
  /** Whether keys without a schema pass. */
  readonly isOpen: boolean;
  readonly enumeration: ReadonlySet<unknown> | undefined;
  readonly pattern: RegExp | undefined;
  /** Whether a string has more to fulfil than being one. */
  readonly limitsStrings: boolean;
  /** Whether length, size, bounds, list type or combinations are limited. */
  readonly limitsSize: boolean;
  readonly rules: readonly CompiledRule[];
  readonly allOf: readonly Checker[];
  readonly anyOf: readonly Checker[];
  readonly oneOf: readonly Checker[];
  readonly not: Checker | undefined;
  /** The names of the declared fields. */
  fieldNames(): Iterable<string>;
  /** The checker of a field, declared or covered by `additionalProperties`. */
  field(name: string): Checker | undefined;
  /** The declared field that is found in place of one in other case, where the reader ignores case. */
  fieldInOtherCase(name: string): string | undefined;
  /** The checker of the items of a list. */
  item(): Checker | undefined;
}

/** How nodes of one schema become checkers. */
interface Compilation {
  readonly kind: KindSchema;
  readonly known: Map<StructuralSchema, Checker>;
  /** Parts of `anyOf` and the like only narrow: a field they do not name is no unknown field. */
  readonly narrows: boolean;
}

const roots = new WeakMap<KindSchema, Checker>();

/** The checker of a kind's root; the same one each time. */
export function rootChecker(kind: KindSchema): Checker {
  const known = roots.get(kind);
  if (known) return known;
  const checker = compile({ kind, known: new Map(), narrows: false }, withObjectMeta(kind));
  roots.set(kind, checker);
  return checker;
}

function compile(compilation: Compilation, node: StructuralSchema): Checker {
  const schema = resolveSchema(compilation.kind, node);
  const known = compilation.known.get(schema);
  if (known) return known;
  const checker = createChecker(compilation, schema);
  compilation.known.set(schema, checker);
  return checker;
}

function createChecker(compilation: Compilation, schema: StructuralSchema): Checker {
  const { enum: values, format, minLength, maxLength } = schema;
  const pattern = schema.pattern === undefined ? undefined : compilePattern(schema.pattern);
  const enumeration = values === undefined ? undefined : new Set<unknown>(values);
  return {
    schema,
    expected: expectedType(schema),
    required: requiredFields(compilation.kind, schema),
    defaulted: Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
      resolveSchema(compilation.kind, field).default === undefined ? [] : [name],
    ),
    isOpen: compilation.narrows || takesAnyField(schema),
    enumeration,
    pattern,
    limitsStrings: Boolean(enumeration ?? pattern ?? format) || minLength !== undefined || maxLength !== undefined,
    limitsSize: sizeKeywords.some((keyword) => schema[keyword] !== undefined),
    rules: (schema["x-kubernetes-validations"] ?? []).map(compileRule),
    ...combinations(compilation, schema),
    ...children(compilation, schema),
  };
}

const sizeKeywords = [
  ...["minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems", "x-kubernetes-list-type"],
  ...["allOf", "anyOf", "oneOf", "not"],
] as const;

type Children = Pick<Checker, "field" | "fieldInOtherCase" | "fieldNames" | "item">;

function children(compilation: Compilation, schema: StructuralSchema): Children {
  const { properties, additionalProperties, items } = schema;
  const fields = new Map<string, Checker>();
  const others = typeof additionalProperties === "object" ? additionalProperties : undefined;
  return {
    fieldNames: () => Object.keys(properties ?? {}),
    field(name) {
      const known = fields.get(name);
      if (known) return known;
      const declared = ownValue(properties, name);
      if (!declared) return others && compile(compilation, others);
      const checker = compile(compilation, declared);
      fields.set(name, checker);
      return checker;
    },
    fieldInOtherCase(name) {
      if (!compilation.kind.caseInsensitiveKeys || !properties) return undefined;
      const lower = name.toLowerCase();
      return Object.keys(properties).find((each) => each.toLowerCase() === lower);
    },
    item: () => items && compile(compilation, items),
  };
}

function combinations(
  { kind }: Compilation,
  schema: StructuralSchema,
): Pick<Checker, "allOf" | "anyOf" | "oneOf" | "not"> {
  const narrowing: Compilation = { kind, known: new Map(), narrows: true };
  const compileAll = (nodes: readonly StructuralSchema[] = []) => nodes.map((node) => compile(narrowing, node));
  // Beside int-or-string the API server allows only the anyOf that repeats it.
  const alternatives = schema["x-kubernetes-int-or-string"] ? [] : schema.anyOf;
  return {
    allOf: compileAll(schema.allOf),
    anyOf: compileAll(alternatives),
    oneOf: compileAll(schema.oneOf),
    not: schema.not && compile(narrowing, schema.not),
  };
}

function expectedType(schema: StructuralSchema): ExpectedType {
  if (schema["x-kubernetes-int-or-string"]) return "intOrString";
  return schema.type ?? "any";
}

function takesAnyField(schema: StructuralSchema): boolean {
  const { additionalProperties } = schema;
  if (schema["x-kubernetes-preserve-unknown-fields"] || schema.type === undefined) return true;
  return additionalProperties === true || typeof additionalProperties === "object";
}

function requiredFields(kind: KindSchema, schema: StructuralSchema): readonly string[] {
  const embedded = schema["x-kubernetes-embedded-resource"] ? ["apiVersion", "kind"] : [];
  const names = new Set([...embedded, ...(schema.required ?? [])]);
  return [...names].filter((name) => {
    const field = ownValue(schema.properties, name);
    return field === undefined || resolveSchema(kind, field).default === undefined;
  });
}

/** Go's regular expressions that JavaScript lacks are not judged: no finding is better than a wrong one. */
function compilePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return compileLoosely(pattern);
  }
}

function compileLoosely(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}
