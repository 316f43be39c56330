import { scalarAt } from "../../core/schema/context/scalarAt.ts";
import { fieldPathOf } from "./fieldOrder.ts";
import { escapeSnippet, type Proposal, textProposal } from "./proposal.ts";
import type { CompletionSite } from "./site.ts";
import type { ValuePlace } from "./valueProposals.ts";

/** The values that other objects of the same kind have in this field: charts, addresses, revisions, intervals. */
export function usedProposals(site: CompletionSite, place: ValuePlace): readonly Proposal[] {
  const { gvk, environment, uri } = site;
  const keys = place.path.filter((step) => typeof step === "string");
  const [top] = keys;
  // Values of Secrets must never show up elsewhere; a name is never meant to be the same again.
  const isForbidden = top === "data" || top === "stringData" || fieldPathOf(place.path) === "metadata.name";
  if (!gvk || keys.length !== place.path.length || isForbidden) return [];
  const sources = sourceNames(site, site.text);
  const counts = new Map<string, number>();
  // The text of the file itself is not asked for: joining its documents after a keystroke costs more than all the rest.
  const others = environment.index.objects({ group: gvk.group, kind: gvk.kind }).filter((each) => each.uri !== uri);
  for (const object of others.slice(0, mostObjects)) {
    const text = environment.index.text(object.uri)?.slice(object.span.start, object.span.end) ?? "";
    const value = scalarAt(text, ...keys);
    if (value === undefined || value.length > 120) continue;
    const weight = sources !== "" && sourceNames(site, text) === sources ? 1_000 : 1;
    counts.set(value, (counts.get(value) ?? 0) + weight);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostValues)
    .map(([value], at) => ({
      ...textProposal(site, value, { detail: "used in the workspace", rank: 60 + at }),
      snippet: escapeSnippet(value),
      kind: "used",
    }));
}

const mostObjects = 200;
const mostValues = 20;

/** What the sources of an object are called: a chart of the same repository is the likelier one. */
function sourceNames({ descriptor }: CompletionSite, text: string): string {
  const rules = descriptor?.references.filter(({ role, path }) => role === "source" && !path.includes("[")) ?? [];
  return rules
    .map(({ path, nameField }) => scalarAt(text, ...path.split("."), nameField ?? "name") ?? "")
    .join(" ")
    .trim();
}
