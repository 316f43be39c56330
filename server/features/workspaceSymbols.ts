import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver-types";
import type { DeclaredObject } from "../core/graph/repositoryIndex.ts";
import { displayPath } from "../core/text/uri.ts";
import type { Environment } from "./environment.ts";
import { locationOf } from "./manifestPlace.ts";

/** More results than anybody reads; the editor asks again with every letter. */
const maximumResults = 200;

/** The objects of the workspace whose kind and name fit a query: its letters in order, the best matches first. */
export function provideWorkspaceSymbols({ index }: Environment, query: string): readonly WorkspaceSymbol[] {
  const letters = query.toLowerCase().replaceAll(/\s+/g, "");
  const ranked = index.objects({}).flatMap((object) => {
    const rank = rankOf(object, letters);
    return rank === undefined ? [] : [{ object, rank }];
  });
  const best = ranked.sort((a, b) => a.rank - b.rank || compare(a.object, b.object)).slice(0, maximumResults);
  return best.map(({ object }) => {
    const { gvk, name, namespace, uri, nameSpan } = object;
    const path = displayPath(uri, index.folders);
    return {
      name: `${gvk.kind} ${name}`,
      kind: SymbolKind.Object,
      containerName: namespace === undefined ? path : `${namespace} · ${path}`,
      location: locationOf(index, uri, nameSpan),
    };
  });
}

/** Lower is better; undefined when the letters do not occur in order. */
function rankOf({ name, gvk }: DeclaredObject, letters: string): number | undefined {
  if (letters === "") return 0;
  const lowerName = name.toLowerCase();
  if (lowerName === letters) return 1;
  if (lowerName.startsWith(letters)) return 2;
  const full = `${gvk.kind.toLowerCase()}${lowerName}`;
  if (lowerName.includes(letters) || full.startsWith(letters)) return 3;
  if (full.includes(letters)) return 4;
  return hasInOrder(full, letters) || hasInOrder(`${lowerName}${gvk.kind.toLowerCase()}`, letters) ? 5 : undefined;
}

function hasInOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function compare(a: DeclaredObject, b: DeclaredObject): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.ordinal - b.ordinal;
}
