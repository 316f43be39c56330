import { fieldPathOf } from "./fieldOrder.ts";
import { escapeSnippet, type Proposal, textProposal } from "./proposal.ts";
import type { CompletionSite } from "./site.ts";
import type { ValuePlace } from "./valueProposals.ts";

/** Values that are worth offering in this field although the schema allows any text, those of the list so far left out. */
export function usualProposals(site: CompletionSite, place: ValuePlace): readonly Proposal[] {
  const path = fieldPathOf(place.path);
  const values = site.descriptor?.usualValues?.find(({ paths }) => paths.includes(path))?.values ?? [];
  const isItem = path.endsWith("[*]");
  return values
    .filter((value) => !isItem || !site.text.includes(`- ${value}\n`))
    .map((value, at) => ({
      ...textProposal(site, value, { detail: "usual value", rank: 40 + at }),
      snippet: escapeSnippet(value),
    }));
}
