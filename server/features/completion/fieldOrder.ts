import type { FieldPath, KindDescriptor } from "../../core/kinds/descriptor.ts";
import { scaffoldOf } from "../../core/kinds/scaffolds.ts";
import type { Step } from "../../core/schema/context/blockScan.ts";
import type { FieldPlace } from "../../core/schema/context/schemaPlace.ts";
import type { Siblings } from "../../core/schema/context/siblings.ts";

/** Fields that come first wherever nothing more precise is known about their order. */
const generalOrder: readonly string[] = ["apiVersion", "kind", "name", "namespace", "key", "metadata", "spec"];

/** Fields that controllers and the API server write. */
const writtenByServer: ReadonlySet<string> = new Set([
  ...["status", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields"],
  ...["resourceVersion", "selfLink", "uid", "ownerReferences", "finalizers", "generateName"],
]);

/** Gives the rank of each field of one mapping; see {@link fieldOrder}. */
export type FieldRank = (field: FieldPlace) => number;

interface Place {
  readonly path: readonly Step[];
  readonly descriptor: KindDescriptor | undefined;
  readonly siblings: Siblings;
  readonly isDeprecated: (field: FieldPlace) => boolean;
}

/**
 * Ranks the fields of a mapping: required ones first, then what a first manifest has, then what is usually written,
 * beginning with what usually stands between the keys above and below the cursor, then the others by name; deprecated
 * ones and what the server writes come last.
 */
export function fieldOrder({ path, descriptor, siblings, isDeprecated }: Place): FieldRank {
  const usual = usualFields(path, descriptor);
  const names = [...siblings.before, ...siblings.after].map(({ key }) => key);
  const ordered = isAlphabetical(names) ? usual.toSorted() : usual;
  const position = new Map(ordered.map((field, at) => [field, at] as const));
  const positionsOf = (keys: Siblings["before"]): readonly number[] =>
    keys.flatMap(({ key }) => position.get(key) ?? []);
  const previous = Math.max(-1, ...positionsOf(siblings.before));
  const next = Math.min(...positionsOf(siblings.after).filter((at) => at > previous));
  const expected = new Set(
    descriptor
      ? fieldsBelow(
          scaffoldOf(descriptor).map((each) => each.path),
          path,
        )
      : [],
  );
  const isRoot = path.length === 0 || path.at(-1) === "metadata";
  return (field) => {
    const at = position.get(field.field);
    if (isRoot && writtenByServer.has(field.field)) return at === undefined ? 900 : 400;
    if (isDeprecated(field)) return 800;
    if (field.isRequired) return (at ?? 99) - 200;
    if (expected.has(field.field) && at !== undefined) return at;
    if (at === undefined) return 300;
    if (at < previous) return 200 + at;
    return at < next ? 100 + at : 150 + at;
  };
}

/** Whether the keys follow each other by name, as tools write them; two keys may do so by chance. */
function isAlphabetical(keys: readonly string[]): boolean {
  return keys.length > 2 && keys.every((key, at) => at === 0 || (keys[at - 1] ?? "") < key);
}

function usualFields(path: readonly Step[], descriptor: KindDescriptor | undefined): readonly string[] {
  return [...new Set([...fieldsBelow(descriptor?.usualOrder ?? [], path), ...generalOrder])];
}

/** The fields directly below a path that field paths name or pass through. */
function fieldsBelow(fieldPaths: readonly FieldPath[], path: readonly Step[]): readonly string[] {
  const prefix = fieldPathOf(path);
  const start = prefix === "" ? "" : `${prefix}.`;
  return fieldPaths
    .filter((each) => each.startsWith(start))
    .map((each) => each.slice(start.length).split(/[.[]/)[0] ?? "");
}

/** A path as kind descriptors write it: `spec.dependsOn[*].name`. */
export function fieldPathOf(path: readonly Step[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[*]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
