import type { GroupKind } from "../../core/kinds/descriptor.ts";
import { stepsOf } from "../../core/kinds/fieldPath.ts";
import { scaffoldOf } from "../../core/kinds/scaffolds.ts";
import {
  type FieldPlace,
  fieldOf,
  itemOf,
  rootPlace,
  type SchemaPlace,
  shapeOf,
} from "../../core/schema/context/schemaPlace.ts";
import { scalarText } from "../../core/schema/edits.ts";
import type { KindSchema } from "../../core/schema/model.ts";
import { escapeSnippet } from "./proposal.ts";
import { type Layout, type Stops, stopText } from "./snippet.ts";

/** A field of the manifest to be: nested fields in the order of writing, or what stands there. */
interface Draft {
  readonly fields: Map<string, Draft>;
  isList: boolean;
  value: string | undefined;
}

/** A whole new manifest behind `apiVersion` and `kind`: what is usually written and everything that is required. */
export function scaffoldSnippet(schema: KindSchema): string {
  const root = draft();
  const type: GroupKind = schema;
  for (const { path, value } of scaffoldOf(type)) add(root, stepsOf(path), value);
  prune(root, rootPlace(schema));
  require(root, rootPlace(schema), 0);
  root.fields.delete("apiVersion");
  root.fields.delete("kind");
  const stops: Stops = { next: 1 };
  return mappingLines(root, rootPlace(schema), { column: 0, isFlow: false, dashIndent: 2 }, stops).join("\n");
}

function draft(): Draft {
  return { fields: new Map(), isList: false, value: undefined };
}

function add(parent: Draft, steps: readonly string[], value: string | undefined): void {
  const [step, ...rest] = steps;
  if (step === undefined) {
    parent.value = value;
    return;
  }
  if (step === "[*]") {
    parent.isList = true;
    add(parent, rest, value);
    return;
  }
  const child = parent.fields.get(step) ?? draft();
  parent.fields.set(step, child);
  add(child, rest, value);
}

/** Takes out what this version of the kind does not have. */
function prune(parent: Draft, place: SchemaPlace): void {
  for (const [name, child] of parent.fields) {
    const field = fieldOf(place, name);
    const inner = field && contentOf(field);
    if (!field || (child.isList && shapeOf(field) !== "array")) parent.fields.delete(name);
    else if (inner) prune(child, inner);
  }
}

/** Adds what the schema requires, down to the scalars. */
function require(parent: Draft, place: SchemaPlace, depth: number): void {
  for (const name of place.schema.required ?? []) {
    const field = fieldOf(place, name);
    if (!field || depth > 8) continue;
    const child = parent.fields.get(name) ?? draft();
    if (shapeOf(field) === "array") child.isList = true;
    parent.fields.set(name, child);
  }
  for (const [name, child] of parent.fields) {
    const field = fieldOf(place, name);
    const inner = field && contentOf(field);
    if (inner && shapeOf(inner) === "object") require(child, inner, depth + 1);
  }
}

/** What stands below a field: its items where it is a list. */
function contentOf(field: FieldPlace): SchemaPlace | undefined {
  return shapeOf(field) === "array" ? itemOf(field) : field;
}

function mappingLines(parent: Draft, place: SchemaPlace, layout: Layout, stops: Stops): readonly string[] {
  return [...parent.fields].flatMap(([name, child]) => {
    const field = fieldOf(place, name);
    const key = `${" ".repeat(layout.column)}${escapeSnippet(scalarText(name))}:`;
    return field ? fieldLines(key, { child, field, layout, stops }) : [];
  });
}

interface Field {
  readonly child: Draft;
  readonly field: FieldPlace;
  readonly layout: Layout;
  readonly stops: Stops;
}

function fieldLines(key: string, { child, field, layout, stops }: Field): readonly string[] {
  const place = contentOf(field) ?? field;
  const column = layout.column + 2 + (child.isList ? layout.dashIndent : 0);
  const nested = mappingLines(child, place, { ...layout, column }, stops);
  const isNested = nested.length > 0;
  if (!child.isList) {
    if (isNested) return [key, ...nested];
    return shapeOf(place) === "scalar"
      ? [`${key} ${leaf(child, place, stops)}`]
      : [key, `${" ".repeat(column)}${leaf(child, place, stops)}`];
  }
  const dash = `${" ".repeat(column - 2)}- `;
  const [first = `${dash}${leaf(child, place, stops)}`, ...rest] = nested;
  return [key, isNested ? dash + first.slice(column) : first, ...rest];
}

function leaf({ value }: Draft, place: SchemaPlace, stops: Stops): string {
  return value === undefined ? stopText(place, stops) : `\${${stops.next++}:${escapeSnippet(value)}}`;
}
