import { perStructure } from "../graph/perRevision.ts";
import type { DeclaredObject, RepositoryIndex } from "../graph/repositoryIndex.ts";
import { toJson, valueAt } from "../manifest/node.ts";
import { keyText, type LiveObject, type ObjectKey } from "./liveObject.ts";
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
 * Of several manifests with the identity of a live object those whose spec is most like that of the object: a repository
 * of several clusters declares objects of equal names, one for each cluster.
 */
export function likeliestOf(
  declared: readonly DeclaredObject[],
  object: LiveObject,
  index: RepositoryIndex,
): readonly DeclaredObject[] {
  const memory = likenessesByObject(index);
  const known = memory.get(object) ?? new Map<string, number>();
  memory.set(object, known);
  const rated = declared.map((each) => {
    const place = `${each.uri} ${each.ordinal}`;
    const likeness = known.get(place) ?? likenessOf(each, object, index);
    known.set(place, likeness);
    return { each, likeness };
  });
  const best = Math.max(...rated.map(({ likeness }) => likeness));
  return rated.filter(({ likeness }) => likeness === best).map(({ each }) => each);
}

/** Kept while values are typed, so that the state of an object does not jump from file to file. */
const likenessesByObject = perStructure(() => new WeakMap<LiveObject, Map<string, number>>());

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
