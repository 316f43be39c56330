import { asString, resolveAlias, valueAt, type YamlNode } from "../../manifest/node.ts";
import { joinUri } from "../../text/uri.ts";
import type { RepositoryIndex } from "../repositoryIndex.ts";
import { type AccumulatedObject, asKind, identitiesOf, renamed } from "./accumulatedObject.ts";
import { isTemplated } from "./entries.ts";
import type { PatchEntry } from "./fields.ts";
import { identityKey } from "./identity.ts";
import type { KustomizeRoot } from "./kustomizeRoot.ts";
import {
  isInlineMergeEntry,
  type JsonOperation,
  type MergePatch,
  type Patch,
  readInlinePatch,
  readPatchFile,
} from "./patches.ts";
import { compileSelector } from "./selectors.ts";
import { imagesOf } from "./sourceObjects.ts";
import type { Watch } from "./watch.ts";

/** Objects after patches; `isComplete` is false when a patch is not at hand or does what is not followed here. */
export interface Patched {
  readonly objects: readonly AccumulatedObject[];
  readonly isComplete: boolean;
}

/** The patch of an entry of `patches` or `patchesJson6902`. */
export function patchOfEntry(entry: PatchEntry, root: KustomizeRoot, index: RepositoryIndex): Patch {
  if (entry.patch) return isTemplated(entry.patch.value) ? { type: "unknown" } : readInlinePatch(entry.patch);
  return entry.path ? readPatchFile(entry.path.value, root, index) : { type: "unknown" };
}

/** The objects that a strategic merge patch without target is for: the same type, namespace and name, now or before. */
export function patchedObjects(patch: MergePatch, objects: readonly AccumulatedObject[]): readonly AccumulatedObject[] {
  const key = identityKey(patch);
  return objects.filter((object) => identitiesOf(object).some((each) => identityKey(each) === key));
}

/** Applies `patchesStrategicMerge`, then `patches`. */
export function applyPatches(
  objects: readonly AccumulatedObject[],
  root: KustomizeRoot,
  index: RepositoryIndex,
  watch: Watch,
): Patched {
  let state: Patched = { objects, isComplete: true };
  for (const entry of root.fields.patchesStrategicMerge) {
    const isInline = isInlineMergeEntry(entry);
    if (!isInline) watch.path(joinUri(root.directory, entry.value));
    const patch = isInline ? readInlinePatch(entry) : readPatchFile(entry.value, root, index);
    state = applyPatch(state, patch, undefined);
  }
  return applyEntries(state, root.fields.patches, root, index, watch);
}

/** Applies `patchesJson6902`, which come after the renaming. */
export function applyJsonPatches(
  objects: readonly AccumulatedObject[],
  root: KustomizeRoot,
  index: RepositoryIndex,
  watch: Watch,
): Patched {
  return applyEntries({ objects, isComplete: true }, root.fields.patchesJson6902, root, index, watch);
}

function applyEntries(
  initial: Patched,
  entries: readonly PatchEntry[],
  root: KustomizeRoot,
  index: RepositoryIndex,
  watch: Watch,
): Patched {
  let state = initial;
  for (const entry of entries) {
    if (entry.path) watch.path(joinUri(root.directory, entry.path.value));
    state = applyPatch(state, patchOfEntry(entry, root, index), entry);
  }
  return state;
}

function applyPatch(state: Patched, patch: Patch, entry: PatchEntry | undefined): Patched {
  if (patch.type === "unknown" || patch.type === "nameless") return { objects: state.objects, isComplete: false };
  if (patch.type === "empty") return state;
  const test = entry?.selector && compileSelector(entry.selector);
  if (entry?.selector && !test) return { objects: state.objects, isComplete: false };
  const results = state.objects.map((object) => {
    if (test && test(object) === "no") return [object];
    if (patch.type === "json") return test ? patchByOperations(object, patch.operations) : [object];
    const fitting = test
      ? patch.patches.slice(0, 1)
      : patch.patches.filter((each) => patchedObjects(each, [object]).length > 0);
    return fitting.reduce<readonly AccumulatedObject[]>(
      (found, each) => found.flatMap((one) => merge(one, each, entry)),
      [object],
    );
  });
  const isKnown = results.every((result) => result !== "unknown");
  return {
    objects: results.flatMap((result, at) => (result === "unknown" ? (state.objects[at] ?? []) : result)),
    isComplete: state.isComplete && isKnown,
  };
}

function merge(
  object: AccumulatedObject,
  patch: MergePatch,
  entry: PatchEntry | undefined,
): readonly AccumulatedObject[] {
  if (patch.deletes) return [];
  const named = entry?.allowsNameChange ? renamed(object, patch.name, object.namespace) : object;
  return [
    {
      ...(entry?.allowsKindChange ? asKind(named, patch.gvk) : named),
      labels: mergeStrings(named.labels, valueAt(patch.root, "metadata", "labels")),
      annotations: mergeStrings(named.annotations, valueAt(patch.root, "metadata", "annotations")),
      images: [...new Set([...named.images, ...imagesOf(patch.root)])],
      isChanged: true,
    },
  ];
}

function mergeStrings(values: AccumulatedObject["labels"], patch: YamlNode | undefined): AccumulatedObject["labels"] {
  const changes = resolveAlias(patch);
  if (changes?.type !== "mapping" || values === "unknown") return values;
  const result = new Map(values);
  for (const { key, value } of changes.pairs) {
    const text = asString(value)?.value;
    if (text === undefined) result.delete(String(key.value));
    else result.set(String(key.value), text);
  }
  return result;
}

function patchByOperations(
  object: AccumulatedObject,
  operations: readonly JsonOperation[],
): readonly AccumulatedObject[] | "unknown" {
  let result: AccumulatedObject = { ...object, isChanged: true };
  for (const { op, path, value } of operations) {
    const pointer = path?.value ?? "";
    const text = asString(value)?.value;
    const isSet = op?.value === "replace" || op?.value === "add";
    if (isSet && pointer === "/metadata/name" && text !== undefined) result = renamed(result, text, result.namespace);
    else if (isSet && pointer === "/metadata/namespace" && text !== undefined)
      result = renamed(result, result.name, text);
    else if (/^(?:|\/|\/kind|\/apiVersion|\/metadata|\/metadata\/name(?:space)?)$/.test(pointer)) return "unknown";
    else if (pointer.startsWith("/metadata/labels")) result = { ...result, labels: "unknown" };
    else if (pointer.startsWith("/metadata/annotations")) result = { ...result, annotations: "unknown" };
    result = { ...result, images: [...new Set([...result.images, ...imagesInValue(value)])] };
  }
  return [result];
}

/** A value may be an image, a container or a whole pod template. */
function imagesInValue(value: YamlNode | undefined): readonly string[] {
  const node = resolveAlias(value);
  if (!node) return [];
  const text = asString(node)?.value;
  if (text !== undefined) return [text];
  const image = asString(valueAt(node, "image"))?.value;
  return image === undefined ? imagesOf(node) : [image, ...imagesOf(node)];
}
