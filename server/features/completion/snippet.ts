import { type FieldPlace, fieldOf, itemOf, type SchemaPlace, shapeOf } from "../../core/schema/context/schemaPlace.ts";
import { scalarText } from "../../core/schema/edits.ts";
import { escapeSnippet } from "./proposal.ts";

/** How YAML is written where a snippet goes. */
export interface Layout {
  /** Column of the keys around the snippet. */
  readonly column: number;
  /** Inside `{}` and `[]` everything stays on one line. */
  readonly isFlow: boolean;
  /** How many columns right of its key a dash stands: 0 or 2, as elsewhere in the document. */
  readonly dashIndent: number;
}

/** Numbers the places of one snippet. */
export interface Stops {
  next: number;
}

/** Where a snippet is being written. */
interface Writer {
  readonly layout: Layout;
  readonly stops: Stops;
  readonly depth: number;
}

const deepest = 6;

/** A key with the least that its schema asks for: nested required keys, the first item of a list, the default. */
export function fieldSnippet(field: FieldPlace, layout: Layout): string {
  return fieldText(field, writerAt(layout));
}

/** The value alone, to go behind a key or dash that is already there. */
export function valueSnippet(place: SchemaPlace, layout: Layout): string {
  return valueText(place, writerAt(layout));
}

/** The required keys of a mapping, the first one at the cursor; undefined when there are none. */
export function requiredSnippet(place: SchemaPlace, layout: Layout): string | undefined {
  const fields = requiredFields(place);
  return fields.length === 0 ? undefined : mappingText(fields, writerAt(layout));
}

/** What a new item of a list begins with, behind its dash. */
export function itemSnippet(item: SchemaPlace, layout: Layout): string {
  return itemText(item, writerAt(layout));
}

/** How much of a document is looked at to see how it is written. */
const sample = 10_000;

/** How the dashes of a document stand relative to their keys; two columns in unless it shows otherwise. */
export function dashIndentOf(document: string): number {
  const text = document.slice(0, sample);
  const match = /^([ ]*)[^\s#-][^\n]*:[ ]*\r?\n(?:[ ]*(?:#[^\n]*)?\r?\n)*([ ]*)- /m.exec(text);
  return match?.[1] !== undefined && match[1].length === match[2]?.length ? 0 : 2;
}

function writerAt(layout: Layout): Writer {
  return { layout, stops: { next: 1 }, depth: 0 };
}

/** The same snippet, one level further in, with keys in another column. */
function inner({ layout, stops, depth }: Writer, column: number): Writer {
  return { layout: { ...layout, column }, stops, depth: depth + 1 };
}

function fieldText(field: FieldPlace, writer: Writer): string {
  return `${escapeSnippet(scalarText(field.field))}:${valueText(field, writer)}`;
}

function valueText(place: SchemaPlace, writer: Writer): string {
  const shape = shapeOf(place);
  if (shape === "object") return objectText(place, writer);
  if (shape === "array") return arrayText(place, writer);
  return ` ${stopText(place, writer.stops)}`;
}

function objectText(place: SchemaPlace, writer: Writer): string {
  const { layout, stops } = writer;
  if (layout.isFlow) return ` { ${stop(stops)} }`;
  const below = inner(writer, layout.column + 2);
  return `\n${" ".repeat(below.layout.column)}${contentText(place, below) ?? stop(stops)}`;
}

/** The required keys of a mapping, unless there are none or the nesting is too deep to be meant. */
function contentText(place: SchemaPlace, writer: Writer): string | undefined {
  const fields = writer.depth <= deepest ? requiredFields(place) : [];
  return fields.length === 0 ? undefined : mappingText(fields, writer);
}

function mappingText(fields: readonly FieldPlace[], writer: Writer): string {
  const lines = fields.map((field) => fieldText(field, writer));
  return lines.join(writer.layout.isFlow ? ", " : `\n${" ".repeat(writer.layout.column)}`);
}

function arrayText(place: SchemaPlace, writer: Writer): string {
  const { layout, stops } = writer;
  if (layout.isFlow) return ` [${stop(stops)}]`;
  const column = layout.column + layout.dashIndent;
  const item = itemOf(place);
  return `\n${" ".repeat(column)}- ${item ? itemText(item, inner(writer, column + 2)) : stop(stops)}`;
}

function itemText(item: SchemaPlace, writer: Writer): string {
  const shape = shapeOf(item);
  if (shape === "scalar") return stopText(item, writer.stops);
  return (shape === "object" ? contentText(item, writer) : undefined) ?? stop(writer.stops);
}

function requiredFields(place: SchemaPlace): readonly FieldPlace[] {
  // Metadata may do with a generated name, but a manifest in Git has a name.
  const names = place.schema.required ?? (place.typeName === "ObjectMeta" ? ["name"] : []);
  return names.flatMap((name) => fieldOf(place, name) ?? []);
}

/** The place of a scalar: a choice among its values, its default, or nothing. */
export function stopText({ schema }: SchemaPlace, stops: Stops): string {
  const choices =
    schema.type === "boolean" ? [true, false] : (schema.enum?.filter((value) => value !== null && value !== "") ?? []);
  const preferred = schema.default;
  if (choices.length > 1) {
    const ordered = [
      ...choices.filter((choice) => choice === preferred),
      ...choices.filter((choice) => choice !== preferred),
    ];
    const texts = ordered.map((choice) => scalarText(choice).replace(/[\\$},|]/g, "\\$&"));
    return `\${${stops.next++}|${texts.join(",")}|}`;
  }
  const only = choices[0] ?? (isScalar(preferred) && preferred !== "" ? preferred : undefined);
  return only === undefined ? stop(stops) : `\${${stops.next++}:${escapeSnippet(scalarText(only))}}`;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function stop(stops: Stops): string {
  return `$${stops.next++}`;
}
