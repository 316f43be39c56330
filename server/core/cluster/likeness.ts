import { perStructure } from "../graph/perRevision.ts";
import type { DeclaredObject, RepositoryIndex } from "../graph/repositoryIndex.ts";
import { toJson, valueAt } from "../manifest/node.ts";
import { keyOf, keyText, type LiveObject, type ObjectKey } from "./liveObject.ts";
import { declarationsOf } from "./matching.ts";

/** Values of a manifest that are compared at most. */
const maximumValues = 5_000;

/** The manifests that declare an identity, kept until the structure changes. */
export function knownDeclarations(key: ObjectKey, index: RepositoryIndex): readonly DeclaredObject[] {
  const memory = declarationsByKey(index);
  const text = keyText(key);
  const known = memory.get(text) ?? declarationsOf(key, index);
  memory.set(text, known);
  return known;
}

const declarationsByKey = perStructure(() => new Map<string, readonly DeclaredObject[]>());

/**
 * The manifests that declare a live object. A repository of several clusters declares objects of equal names, one for
 * each cluster: of those the ones whose spec is most like that of the object are meant.
 */
export function likeliestDeclarations(object: LiveObject, index: RepositoryIndex): readonly DeclaredObject[] {
  const memory = likeliestByObject(index);
  const known = memory.get(object) ?? findLikeliest(object, index);
  memory.set(object, known);
  return known;
}

const likeliestByObject = perStructure(() => new WeakMap<LiveObject, readonly DeclaredObject[]>());

function findLikeliest(object: LiveObject, index: RepositoryIndex): readonly DeclaredObject[] {
  const declared = knownDeclarations(keyOf(object), index);
  if (declared.length < 2) return declared;
  const rated = declared.map((each) => ({ each, likeness: likenessOf(each, object, index) }));
  const best = Math.max(...rated.map(({ likeness }) => likeness));
  return rated.filter(({ likeness }) => likeness === best).map(({ each }) => each);
}

function likenessOf({ uri, ordinal }: DeclaredObject, object: LiveObject, index: RepositoryIndex): number {
  const root = index.manifestAt(uri, ordinal)?.manifest.root;
  return compare(toJson(valueAt(root, "spec"), maximumValues), object.spec);
}

/** How many values of a manifest the live object has, less those that it has otherwise. What it has besides is defaults. */
function compare(written: unknown, live: unknown): number {
  if (Array.isArray(written)) {
    const items = Array.isArray(live) ? live : [];
    return written.reduce((sum: number, item: unknown, at) => sum + compare(item, items[at]), 0);
  }
  if (!isMapping(written)) return written === live ? 1 : -1;
  const fields = isMapping(live) ? live : {};
  return Object.entries(written).reduce((sum, [key, value]) => sum + compare(value, fields[key]), 0);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
