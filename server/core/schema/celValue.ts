import type { ScalarValue, YamlNode } from "../manifest/node.ts";
import { effectivePairs, isMerge, keyText, type MappingNode, type Pair, resolveAlias } from "../manifest/node.ts";
import { escapeFieldName } from "./cel.ts";
import type { Checker } from "./checker.ts";
import { isRecord } from "./plainData.ts";

/** Values deeper in or behind more aliases than this are cut off; no rule looks that far. */
const maximumDepth = 60;

/**
 * A value as the API server hands it to CEL: defaults filled in, nulls that count as absent left out, whole numbers as
 * integers, field names escaped. Only `fields` are converted when given.
 */
export function celValue(checker: Checker | undefined, node: YamlNode, fields?: ReadonlySet<string>): unknown {
  return convert(checker, node, { fields, depth: 0 });
}

interface Extent {
  readonly fields?: ReadonlySet<string> | undefined;
  readonly depth: number;
}

function convert(checker: Checker | undefined, node: YamlNode, { fields, depth }: Extent): unknown {
  const value = resolveAlias(node);
  if (!value || depth > maximumDepth) return null;
  if (value.type === "scalar") return celScalar(checker, value.value);
  const inner = { depth: depth + 1 };
  if (value.type === "sequence") return value.items.map((item) => convert(checker?.item(), item, inner));
  const result = new Map<string, unknown>();
  for (const pair of pairsOf(value)) {
    const name = keyText(pair);
    const field = checker?.field(name);
    const key = isDeclared(checker, name) ? escapeFieldName(name) : name;
    if (key === undefined || (fields && !fields.has(key))) continue;
    if (pair.value.type === "scalar" && pair.value.value === null && field && !field.schema.nullable) continue;
    result.set(key, convert(field, pair.value, inner));
  }
  addDefaults(checker, result, fields);
  return result;
}

function pairsOf(mapping: MappingNode): Iterable<Pair> {
  return mapping.pairs.some(isMerge) ? effectivePairs(mapping).values() : mapping.pairs;
}

function isDeclared(checker: Checker | undefined, name: string): boolean {
  return (
    checker !== undefined && checker.schema.properties !== undefined && Object.hasOwn(checker.schema.properties, name)
  );
}

function addDefaults(checker: Checker | undefined, into: Map<string, unknown>, fields?: ReadonlySet<string>): void {
  for (const name of checker?.defaulted ?? []) {
    const key = escapeFieldName(name);
    if (key === undefined || into.has(key) || (fields && !fields.has(key))) continue;
    const field = checker?.field(name);
    into.set(key, celData(field, field?.schema.default));
  }
}

/** A default of the schema as CEL sees it, the defaults inside it filled in as well. */
function celData(checker: Checker | undefined, data: unknown): unknown {
  if (Array.isArray(data)) return data.map((each: unknown) => celData(checker?.item(), each));
  if (!isRecord(data)) return isScalar(data) ? celScalar(checker, data) : null;
  const result = new Map<string, unknown>();
  for (const [name, each] of Object.entries(data)) {
    const key = isDeclared(checker, name) ? escapeFieldName(name) : name;
    if (key !== undefined) result.set(key, celData(checker?.field(name), each));
  }
  addDefaults(checker, result);
  return result;
}

function isScalar(data: unknown): data is ScalarValue {
  return data === null || typeof data === "string" || typeof data === "number" || typeof data === "boolean";
}

function celScalar(checker: Checker | undefined, value: ScalarValue): unknown {
  if (typeof value !== "number" || checker?.expected === "number") return value;
  return Number.isInteger(value) ? BigInt(value) : value;
}
