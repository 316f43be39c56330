import { stringAt } from "../manifest/node.ts";
import { type Span, shift } from "../text/span.ts";
import { type Reference, referencesOf } from "./references.ts";
import type { DeclaredObject, RepositoryIndex } from "./repositoryIndex.ts";
import { resolve } from "./resolve.ts";

/** A reference at its place in the workspace; the span of the name counts from the start of the file. */
export interface Referrer {
  readonly uri: string;
  readonly ordinal: number;
  readonly span: Span;
  readonly reference: Reference;
}

/** Everything in the workspace that refers to an object. Only files in which its name occurs are read. */
export function referrersOf(object: DeclaredObject, index: RepositoryIndex): readonly Referrer[] {
  const words = searchWords(object, index);
  const found: Referrer[] = [];
  for (const uri of index.yamlFiles()) {
    const text = index.text(uri);
    if (text !== undefined && words.some((word) => text.includes(word)))
      found.push(...referrersIn(uri, object, words, index));
  }
  return found.sort((a, b) => (a.uri === b.uri ? a.span.start - b.span.start : a.uri < b.uri ? -1 : 1));
}

function referrersIn(
  uri: string,
  object: DeclaredObject,
  words: readonly string[],
  index: RepositoryIndex,
): readonly Referrer[] {
  return index.manifests(uri).flatMap(({ manifest, ordinal, offset }) =>
    referencesOf(manifest)
      .filter((reference) => words.includes(reference.name.value) && mayMean(reference, object))
      .filter((reference) => resolve(reference, manifest, index).targets.some((target) => isAt(target, object)))
      .map((reference) => {
        const { start, end } = reference.name;
        return { uri, ordinal, span: shift({ start, end }, offset), reference };
      }),
  );
}

/** The name of the object, and for a cluster Secret the values by which it is named instead. */
function searchWords(object: DeclaredObject, index: RepositoryIndex): readonly string[] {
  const root = index.manifests(object.uri).find(({ ordinal }) => ordinal === object.ordinal)?.manifest.root;
  const values = ["name", "server"].flatMap((key) => stringAt(root, "stringData", key)?.value ?? []);
  return [object.name, ...values];
}

function mayMean({ to }: Reference, { gvk }: DeclaredObject): boolean {
  return to.some(({ group, kind }) => kind === gvk.kind && (group === gvk.group || group === ""));
}

function isAt(place: { readonly uri: string; readonly ordinal: number }, object: DeclaredObject): boolean {
  return place.uri === object.uri && place.ordinal === object.ordinal;
}
