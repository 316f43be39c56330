import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Position,
} from "vscode-languageserver-types";
import type { CursorPlace } from "../core/schema/context/cursorContext.ts";
import { builtObjectProposals } from "./completion/builtObjectProposals.ts";
import { keyFocus, valueFocus } from "./completion/focus.ts";
import { keyProposals } from "./completion/keyProposals.ts";
import { typeKeyProposals, typeValueProposals } from "./completion/kindProposals.ts";
import { pathProposals } from "./completion/pathProposals.ts";
import { escapeSnippet, type Proposal, toItems } from "./completion/proposal.ts";
import { type Cut, referenceProposals, whole } from "./completion/referenceProposals.ts";
import { type CompletionSite, siteAt, withContext } from "./completion/site.ts";
import { usedProposals } from "./completion/usedProposals.ts";
import { usualProposals } from "./completion/usualProposals.ts";
import { newItemProposals, requiredProposal, type ValuePlace, valueProposals } from "./completion/valueProposals.ts";
import type { CancellationToken, Environment } from "./environment.ts";

/**
 * Characters after which an editor should ask without being told to: values, list items and path segments begin there.
 * Not a line break: whoever presses Enter twice wants an empty line, not the first proposal.
 */
export const completionTriggers: readonly string[] = [":", " ", "-", "/", ".", '"', "'"];

/** A file and a place in it. */
export interface CompletionRequest {
  readonly uri: string;
  readonly position: Position;
}

/** What may be written at a position, the likeliest first. Costs follow the one YAML document under the cursor. */
export async function provideCompletion(
  environment: Environment,
  { uri, position }: CompletionRequest,
  token?: CancellationToken,
): Promise<CompletionList> {
  const plain = siteAt(environment, uri, position);
  if (!plain) return { isIncomplete: false, items: [] };
  const site = withContext(plain);
  const found = site.context.places.map((place) => proposalsAt(site, place));
  const own = found.flatMap(({ proposals }) => proposals);
  const general = await Promise.all(site.context.places.map((place) => generalProposals(site, place)));
  if (token?.isCancellationRequested) return { isIncomplete: false, items: [] };
  const known = new Set(own.map(({ label }) => label));
  const added = general.flat().filter(({ label }) => !known.has(label));
  return { isIncomplete: found.some(({ isCut }) => isCut), items: toItems(site, [...own, ...added]) };
}

function proposalsAt(site: CompletionSite, place: CursorPlace): Cut {
  switch (place.type) {
    case "key":
      return whole([...typeKeyProposals(site, place), ...requiredProposal(site, place), ...keyProposals(site, place)]);
    case "newItem":
      return whole([...pathProposals(site, place), ...newItemProposals(site, place)]);
    case "value":
      return valuesAt(site, place);
  }
}

function valuesAt(site: CompletionSite, place: ValuePlace): Cut {
  const type = typeValueProposals(site, place);
  if (type.length > 0) return whole(type);
  const schema = valueProposals(site, place);
  const { proposals, isCut } = referenceProposals(site, place);
  const known = [...pathProposals(site, place), ...proposals, ...builtObjectProposals(site, place)];
  // A default says nothing about other values; an enum does.
  const isClosed = schema.some(({ detail }) => detail !== "default");
  // Where the targets are known, what others name adds nothing but their mistakes.
  const used = proposals.length > 0 ? [] : usedProposals(site, place);
  const open = isClosed ? [] : [...usualProposals(site, place), ...used];
  return { proposals: once([...known, ...schema, ...open]), isCut };
}

/** Each value once, as the first of its proposals describes it. */
function once(proposals: readonly Proposal[]): readonly Proposal[] {
  const seen = new Set<string>();
  return proposals.filter(({ label, snippet }) => {
    const isNew = !seen.has(label);
    seen.add(label);
    return isNew || snippet.includes("\n");
  });
}

/** What the general YAML service has to say about the mapping or the value under the cursor. */
/** Mappings with a thousand keys take the package seconds, as it compares each key with each. Characters. */
const longestFocus = 20_000;

async function generalProposals(site: CompletionSite, place: CursorPlace): Promise<readonly Proposal[]> {
  if (place.type === "newItem") return [];
  const request = place.type === "key" ? keyFocus(site, place) : valueFocus(site, place);
  if (!request || request.text.length > longestFocus) return [];
  const items = await site.environment.yaml.complete(request);
  return items.flatMap((item) => fromPackage(item, place) ?? []);
}

/** Everything is written back at the real place, so only the word itself is taken over. */
function fromPackage({ label, kind, documentation }: CompletionItem, place: CursorPlace): Proposal | undefined {
  // Whole objects are offered under the name of their type, which says nothing here; ours are named after their fields.
  if (kind === CompletionItemKind.Class || label === "null" || !/^[\w./-]+$/.test(label)) return undefined;
  const snippet = place.type === "key" && !place.colonFollows ? `${escapeSnippet(label)}: ` : escapeSnippet(label);
  const text = typeof documentation === "string" ? documentation : documentation?.value;
  return {
    label,
    snippet,
    kind: place.type === "key" ? "field" : "value",
    rank: 350,
    documentation: text || undefined,
  };
}
