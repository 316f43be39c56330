import type { CursorPlace } from "../../core/schema/context/cursorContext.ts";
import { fieldsOf, placeAt, shapeOf } from "../../core/schema/context/schemaPlace.ts";
import { scalarText } from "../../core/schema/edits.ts";
import { fieldMarkdown, isDeprecated, typeText } from "../hover/fieldMarkdown.ts";
import { fieldOrder } from "./fieldOrder.ts";
import { escapeSnippet, type Proposal } from "./proposal.ts";
import type { CompletionSite } from "./site.ts";
import { dashIndentOf, fieldSnippet } from "./snippet.ts";

/** A reading of the cursor's place as a key of a mapping. */
export type KeyPlace = Extract<CursorPlace, { readonly type: "key" }>;

/** The fields that the schema knows for a mapping and that it does not have yet. */
export function keyProposals(site: CompletionSite, place: KeyPlace): readonly Proposal[] {
  const { environment, schema, descriptor, context, text } = site;
  const mapping = schema && placeAt(schema, place.path);
  if (!mapping || shapeOf(mapping) !== "object") return [];
  const { schemas } = environment;
  const present = new Set([...place.siblings.before, ...place.siblings.after].map(({ key }) => key));
  const deprecated = (field: Parameters<typeof isDeprecated>[0]): boolean => isDeprecated(field, schemas);
  const rankOf = fieldOrder({ path: place.path, descriptor, siblings: place.siblings, isDeprecated: deprecated });
  const layout = { column: place.column, isFlow: context.isFlow, dashIndent: dashIndentOf(text) };
  const isKeyOnly = place.colonFollows || context.quote !== "";
  return fieldsOf(mapping)
    .filter((field) => !present.has(field.field))
    .map((field) => ({
      label: field.field,
      snippet: isKeyOnly ? escapeSnippet(scalarText(field.field)) : fieldSnippet(field, layout),
      kind: "field",
      rank: rankOf(field),
      detail: `${typeText(field)}${field.isRequired ? ", required" : ""}`,
      documentation: fieldMarkdown(field, schemas),
      isDeprecated: deprecated(field),
    }));
}
