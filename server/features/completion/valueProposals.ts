import type { CursorPlace } from "../../core/schema/context/cursorContext.ts";
import { fieldOf, itemOf, placeAt, type SchemaPlace, shapeOf } from "../../core/schema/context/schemaPlace.ts";
import { scalarText } from "../../core/schema/edits.ts";
import { typeText } from "../hover/fieldMarkdown.ts";
import { escapeSnippet, type Proposal } from "./proposal.ts";
import type { CompletionSite } from "./site.ts";
import { dashIndentOf, itemSnippet, type Layout, requiredSnippet, valueSnippet } from "./snippet.ts";

/** A reading of the cursor's place as a value. */
export type ValuePlace = Extract<CursorPlace, { readonly type: "value" }>;
/** A reading of the cursor's place as the beginning of a list item. */
export type NewItemPlace = Extract<CursorPlace, { readonly type: "newItem" }>;

/** The values that the schema names: enum, booleans, default; for a nested collection, how it begins. */
export function valueProposals(site: CompletionSite, place: ValuePlace): readonly Proposal[] {
  const target = site.schema && placeAt(site.schema, place.path);
  if (!target) return [];
  const shape = shapeOf(target);
  if (shape === "scalar") return scalarValues(target, site.context.quote);
  const isItem = typeof place.path.at(-1) === "number";
  if (site.context.typed !== "" || site.context.quote !== "" || isItem || !place.isInline) return [];
  return nestedValue(target, site, place);
}

/** The values of a scalar; those that YAML would read as something else are quoted. */
export function scalarValues({ schema }: SchemaPlace, quote: string): readonly Proposal[] {
  const { default: preferred } = schema;
  const named: readonly (string | number | boolean | null)[] =
    schema.enum ?? schema["x-known-values"] ?? (schema.type === "boolean" ? [true, false] : []);
  const isDefaultSimple =
    typeof preferred === "string" || typeof preferred === "number" || typeof preferred === "boolean";
  const values = isDefaultSimple && !named.includes(preferred) ? [preferred, ...named] : named;
  return values
    .filter((value) => value !== null && value !== "")
    .map((value, at) => ({
      label: String(value),
      snippet: escapeSnippet(quote === "" ? scalarText(value) : String(value)),
      kind: "value",
      rank: value === preferred ? 0 : 1 + at,
      ...(value === preferred && { detail: "default" }),
    }));
}

function nestedValue(target: SchemaPlace, { context, text }: CompletionSite, place: ValuePlace): readonly Proposal[] {
  const layout: Layout = { column: place.column, isFlow: context.isFlow, dashIndent: dashIndentOf(text) };
  if (shapeOf(target) === undefined) return [];
  const snippet = valueSnippet(target, layout);
  const label = shapeOf(target) === "array" ? "- …" : (target.schema.required ?? []).join(", ") || "{ … }";
  // The blank that separates a value on the same line from its colon is the context's business.
  return [{ label, snippet: snippet.replace(/^ /, ""), kind: "field", rank: 50, detail: typeText(target) }];
}

/** The required keys of the mapping at the cursor in one go, where nothing of it is written yet. */
export function requiredProposal(
  site: CompletionSite,
  place: Extract<CursorPlace, { type: "key" }>,
): readonly Proposal[] {
  const { schema, context, text } = site;
  const hasSiblings = place.siblings.before.length + place.siblings.after.length > 0;
  if (!schema || hasSiblings || place.colonFollows || place.path.length === 0) return [];
  const mapping = placeAt(schema, place.path);
  const required = mapping?.schema.required ?? [];
  if (!mapping || required.length < 2) return [];
  const snippet = requiredSnippet(mapping, {
    column: place.column,
    isFlow: context.isFlow,
    dashIndent: dashIndentOf(text),
  });
  if (snippet === undefined) return [];
  return [{ label: required.join(", "), snippet, kind: "field", rank: 98, detail: "all required fields" }];
}

/** A new item of a list, with the required keys of a mapping; scalars with a name of their own follow the dash. */
export function newItemProposals(site: CompletionSite, place: NewItemPlace): readonly Proposal[] {
  const list = site.schema && placeAt(site.schema, place.path);
  const item = list && shapeOf(list) === "array" ? itemOf(list) : undefined;
  if (!item) return [];
  const layout: Layout = { column: place.column + 2, isFlow: false, dashIndent: dashIndentOf(site.text) };
  const first = item.schema.required?.[0];
  const described = first === undefined ? undefined : fieldOf(item, first);
  const label = described ? `- ${described.field}` : "- …";
  return [
    { label, snippet: `- ${itemSnippet(item, layout)}`, kind: "field", rank: 97, detail: typeText(item), filter: "-" },
  ];
}
