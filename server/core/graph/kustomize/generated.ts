import type { RepositoryIndex } from "../repositoryIndex.ts";
import { type AccumulatedObject, identitiesOf } from "./accumulatedObject.ts";
import { fieldValue, type GeneratorEntry } from "./fields.ts";
import { identityKey, type ObjectIdentity } from "./identity.ts";
import type { KustomizeRoot } from "./kustomizeRoot.ts";
import type { Watch } from "./watch.ts";

/** Objects after the generators of a root, and whether all of them are known. */
export interface Absorbed {
  readonly objects: readonly AccumulatedObject[];
  readonly isComplete: boolean;
}

/** What a generator makes is called; undefined while it has no name. */
export function generatedIdentity(entry: GeneratorEntry): ObjectIdentity | undefined {
  if (!entry.name) return undefined;
  const gvk = { group: "", version: "v1", kind: entry.makes };
  return { gvk, name: entry.name.value, namespace: entry.namespace?.value };
}

/** The objects that a generated one would merge with or replace: equal now or at any time before. */
export function generatorTargets(
  objects: readonly AccumulatedObject[],
  identity: ObjectIdentity,
): readonly AccumulatedObject[] {
  const key = identityKey(identity);
  return objects.filter((object) => identitiesOf(object).some((each) => identityKey(each) === key));
}

/** Adds what `configMapGenerator` and `secretGenerator` make (kustomize resWrangler.appendReplaceOrMerge). */
export function absorbGenerated(
  collected: readonly AccumulatedObject[],
  root: KustomizeRoot,
  index: RepositoryIndex,
  watch: Watch,
): Absorbed {
  const objects = [...collected];
  let isComplete = true;
  const offset = index.file(root.uri)?.entries[0]?.offset ?? 0;
  watch.file(root.uri);
  const hasOptions = fieldValue(root.fields.root, "generatorOptions") !== undefined;
  for (const entry of root.fields.objectGenerators) {
    const identity = generatedIdentity(entry);
    if (!identity || !entry.name) {
      isComplete = false;
      continue;
    }
    const existing = generatorTargets(objects, identity)[0];
    if (existing) {
      objects[objects.indexOf(existing)] = { ...existing, isChanged: true, labels: "unknown", annotations: "unknown" };
      continue;
    }
    const isLabelled = hasOptions || fieldValue(entry.node, "options") !== undefined;
    objects.push({
      ...identity,
      previous: [],
      source: undefined,
      place: { uri: root.uri, span: { start: offset + entry.name.start, end: offset + entry.name.end } },
      labels: isLabelled ? "unknown" : new Map(),
      annotations: isLabelled ? "unknown" : new Map(),
      images: [],
      isChanged: true,
    });
  }
  return { objects, isComplete };
}
