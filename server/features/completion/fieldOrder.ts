import type { KindDescriptor } from "../../core/kinds/descriptor.ts";
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
 * Ranks the fields of a mapping: required ones first, then those usually written, beginning with what usually follows
 * the key above the cursor, then the others by name; deprecated ones and what the server writes come last.
 */
export function fieldOrder({ path, descriptor, siblings, isDeprecated }: Place): FieldRank {
  const usual = usualFields(path, descriptor);
  const position = new Map(usual.map((field, at) => [field, at] as const));
  const previous = Math.max(-1, ...siblings.before.map(({ key }) => position.get(key) ?? -1));
  return (field) => {
    const isRoot = path.length === 0 || path.at(-1) === "metadata";
    if (isRoot && writtenByServer.has(field.field)) return position.has(field.field) ? 400 : 900;
    if (isDeprecated(field)) return 800;
    const at = position.get(field.field);
    if (field.isRequired) return at ?? 99;
    if (at === undefined) return 300;
    return at > previous ? 100 + at : 200 + at;
  };
}

function usualFields(path: readonly Step[], descriptor: KindDescriptor | undefined): readonly string[] {
  const prefix = fieldPathOf(path);
  const start = prefix === "" ? "" : `${prefix}.`;
  const own = (descriptor?.usualOrder ?? [])
    .filter((each) => each.startsWith(start) && !each.slice(start.length).includes("."))
    .map((each) => each.slice(start.length));
  return [...new Set([...own, ...generalOrder])];
}

/** A path as kind descriptors write it: `spec.dependsOn[*].name`. */
export function fieldPathOf(path: readonly Step[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[*]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
