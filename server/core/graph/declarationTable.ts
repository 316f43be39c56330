import type { DocumentFacts } from "./documentFacts.ts";
import type { ObjectQuery } from "./repositoryIndex.ts";

/** A document that declares an object, at its place among the documents of its file. */
export interface Declaration {
  readonly uri: string;
  ordinal: number;
  readonly facts: DocumentFacts;
}

/** Finds declarations by name and by kind without looking at all of them. */
export class DeclarationTable {
  readonly #all = new Set<Declaration>();
  readonly #byName = new Map<string, Set<Declaration>>();
  readonly #byKind = new Map<string, Set<Declaration>>();

  add(declaration: Declaration): void {
    this.#all.add(declaration);
    addTo(this.#byName, declaration.facts.name, declaration);
    addTo(this.#byKind, declaration.facts.gvk.kind, declaration);
  }

  remove(declaration: Declaration): void {
    this.#all.delete(declaration);
    removeFrom(this.#byName, declaration.facts.name, declaration);
    removeFrom(this.#byKind, declaration.facts.gvk.kind, declaration);
  }

  /** The declarations that fit, by file and place in it. */
  find(query: ObjectQuery): readonly Declaration[] {
    const found: Declaration[] = [];
    for (const each of this.#candidates(query)) if (fits(each, query)) found.push(each);
    return found.sort(byPlace);
  }

  #candidates(query: ObjectQuery): Iterable<Declaration> {
    const named = query.name === undefined ? this.#all : (this.#byName.get(query.name) ?? none);
    const ofKind = query.kind === undefined ? this.#all : (this.#byKind.get(query.kind) ?? none);
    return named.size <= ofKind.size ? named : ofKind;
  }
}

const none: ReadonlySet<Declaration> = new Set();

function fits({ facts }: Declaration, query: ObjectQuery): boolean {
  return (
    (query.name === undefined || facts.name === query.name) &&
    (query.kind === undefined || facts.gvk.kind === query.kind) &&
    (query.group === undefined || facts.gvk.group === query.group) &&
    (query.namespace === undefined || (facts.namespace ?? "") === query.namespace)
  );
}

function byPlace(a: Declaration, b: Declaration): number {
  if (a.uri === b.uri) return a.ordinal - b.ordinal;
  return a.uri < b.uri ? -1 : 1;
}

function addTo(table: Map<string, Set<Declaration>>, key: string, declaration: Declaration): void {
  const known = table.get(key);
  if (known) known.add(declaration);
  else table.set(key, new Set([declaration]));
}

function removeFrom(table: Map<string, Set<Declaration>>, key: string, declaration: Declaration): void {
  const known = table.get(key);
  known?.delete(declaration);
  if (known?.size === 0) table.delete(key);
}
