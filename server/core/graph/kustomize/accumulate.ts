import type { StringNode } from "../../manifest/manifest.ts";
import type { RepositoryIndex } from "../repositoryIndex.ts";
import { type AccumulatedObject, type Collision, fromSource } from "./accumulatedObject.ts";
import { isTemplated, targetOfEntry } from "./entries.ts";
import { fieldValue, listItems } from "./fields.ts";
import { absorbGenerated } from "./generated.ts";
import { identityKey } from "./identity.ts";
import { type KustomizeRoot, kustomizeRootAt } from "./kustomizeRoot.ts";
import { applyJsonPatches, applyPatches } from "./patching.ts";
import { sourceObjects } from "./sourceObjects.ts";
import { nameObjects, replaceImages } from "./transform.ts";
import { createWatch, isUnchanged, type Watch } from "./watch.ts";

/** The objects of a kustomize root at the stages of a build, as far as they can be known without running kustomize. */
export interface Accumulation {
  /** What the root's own patches select from: resources, generated objects, and what components made of them. */
  readonly input: readonly AccumulatedObject[];
  /** After the root's own patches, which may rename: a later patch finds an object by its new name too. */
  readonly patched: readonly AccumulatedObject[];
  /** After patches, `namespace`, `namePrefix`, `nameSuffix` and labels: what `replicas`, `images` and `replacements` see. */
  readonly named: readonly AccumulatedObject[];
  /** What the root yields. */
  readonly objects: readonly AccumulatedObject[];
  /**
   * Whether all objects are known: false with remote bases, missing or unreadable files, charts, plug-ins, or a
   * component, which works on the objects of its includer. Rules about what is *not* there stay silent then.
   */
  readonly isComplete: boolean;
  /** Whether this or an included kustomization changes which fields kustomize touches (`configurations`, `crds`). */
  readonly isConfigured: boolean;
  readonly collisions: readonly Collision[];
}

interface Cached {
  readonly watch: Watch;
  readonly accumulation: Accumulation;
  /** The state of the repository that it was last compared with: many rules ask for the same at one state. */
  readonly revision: number;
}

const byIndex = new WeakMap<RepositoryIndex, Map<string, Cached>>();

/**
 * The objects of a root. Kept until the text of a file that took part changes, so a keystroke costs no more than
 * looking at the stamps of those files.
 */
export function accumulate(root: KustomizeRoot, index: RepositoryIndex): Accumulation {
  return accumulateCached(root, index, []).accumulation;
}

function accumulateCached(root: KustomizeRoot, index: RepositoryIndex, ancestors: readonly string[]): Cached {
  const cache = byIndex.get(index) ?? new Map<string, Cached>();
  byIndex.set(index, cache);
  const known = cache.get(root.directory);
  const revision = index.contentRevision + index.structureRevision;
  if (known?.revision === revision) return known;
  const current = known && isUnchanged(known.watch, index) ? known : buildWatched(root, index, ancestors);
  const cached = { ...current, revision };
  cache.set(root.directory, cached);
  return cached;
}

function buildWatched(
  root: KustomizeRoot,
  index: RepositoryIndex,
  ancestors: readonly string[],
): Omit<Cached, "revision"> {
  const watch = createWatch(index);
  return { watch, accumulation: build(root, [], { index, watch, ancestors }) };
}

interface Walk {
  readonly index: RepositoryIndex;
  readonly watch: Watch;
  /** Directories on the way from the root that was asked for. */
  readonly ancestors: readonly string[];
}

/** Objects while they are collected. */
interface Collection {
  readonly objects: AccumulatedObject[];
  readonly byKey: Map<string, AccumulatedObject>;
  readonly collisions: Collision[];
  isComplete: boolean;
  isConfigured: boolean;
}

function build(root: KustomizeRoot, inherited: readonly AccumulatedObject[], walk: Walk): Accumulation {
  const { index, watch } = walk;
  watch.file(root.uri);
  const collection = createCollection(inherited, root);
  for (const entry of [...root.fields.resources, ...root.fields.bases]) addResource(entry, root, collection, walk);
  const generated = absorbGenerated(collection.objects, root, index, watch);
  const withComponents = applyComponents(root, { ...collection, objects: [...generated.objects] }, walk);
  const input = withComponents.objects;
  const patched = applyPatches(input, root, index, watch);
  const { objects: renamedObjects, collisions } = nameObjects(patched.objects, root);
  const late = applyJsonPatches(renamedObjects, root, index, watch);
  const isComplete = withComponents.isComplete && generated.isComplete && patched.isComplete && late.isComplete;
  return {
    input,
    patched: patched.objects,
    named: late.objects,
    objects: replaceImages(late.objects, root),
    isComplete: isComplete && index.complete,
    isConfigured: withComponents.isConfigured,
    collisions: [...collection.collisions, ...withComponents.collisions, ...collisions],
  };
}

function createCollection(inherited: readonly AccumulatedObject[], root: KustomizeRoot): Collection {
  const byKey = new Map(inherited.map((object) => [identityKey(object), object]));
  const isConfigured = hasOwnConfiguration(root);
  return { objects: [...inherited], byKey, collisions: [], isComplete: !hasUnknownObjects(root), isConfigured };
}

/** Charts, plug-ins and renaming replacements make objects that only a build knows. */
function hasUnknownObjects({ fields: { root, generators, transformers } }: KustomizeRoot): boolean {
  const hasCharts = listItems(root, "helmCharts").length + listItems(root, "helmChartInflationGenerator").length > 0;
  if (hasCharts || generators.length > 0 || transformers.length > 0) return true;
  return listItems(root, "replacements").some((replacement) =>
    listItems(replacement, "targets").some((target) => {
      const paths = listItems(target, "fieldPaths");
      if (paths.length === 0) return true;
      return paths.some((path) => path.type === "scalar" && /^metadata\.name(?:space)?$/.test(String(path.value)));
    }),
  );
}

function addResource(entry: StringNode, root: KustomizeRoot, into: Collection, walk: Walk): void {
  const target = targetOfEntry(entry.value, root, walk.index);
  if (target.type === "unknown" || target.type === "missing") {
    if (target.type === "missing") walk.watch.path(target.uri);
    into.isComplete = false;
    return;
  }
  const objects = target.type === "file" ? readFile(target.uri, into, walk) : readBase(target.uri, root, into, walk);
  for (const object of objects) addObject(object, entry, into);
}

function readFile(uri: string, into: Collection, { index, watch }: Walk): readonly AccumulatedObject[] {
  watch.file(uri);
  const file = sourceObjects(uri, index);
  if (!file.isReadable) into.isComplete = false;
  const known = file.objects.filter(({ name }) => !isTemplated(name));
  if (known.length < file.objects.length) into.isComplete = false;
  return known.map(fromSource);
}

function readBase(directory: string, root: KustomizeRoot, into: Collection, walk: Walk): readonly AccumulatedObject[] {
  const base = enter(directory, root, walk);
  if (!base || base.isComponent) {
    into.isComplete = false;
    return [];
  }
  const { accumulation, watch } = accumulateCached(base, walk.index, [...walk.ancestors, root.directory]);
  walk.watch.include(watch);
  if (!accumulation.isComplete || accumulation.collisions.length > 0) into.isComplete = false;
  if (accumulation.isConfigured) into.isConfigured = true;
  return accumulation.objects;
}

/** The root in a directory, unless that would lead in a circle or the file cannot be read. */
function enter(directory: string, from: KustomizeRoot, walk: Walk): KustomizeRoot | undefined {
  walk.watch.root(directory);
  if (directory === from.directory || walk.ancestors.includes(directory)) return undefined;
  return kustomizeRootAt(directory, walk.index);
}

function addObject(object: AccumulatedObject, entry: StringNode, into: Collection): void {
  const key = identityKey(object);
  const first = into.byKey.get(key);
  if (first) {
    into.collisions.push({ first, second: object, entry });
    return;
  }
  into.byKey.set(key, object);
  into.objects.push(object);
}

interface Composed {
  readonly objects: readonly AccumulatedObject[];
  readonly isComplete: boolean;
  readonly isConfigured: boolean;
  readonly collisions: readonly Collision[];
}

/** Components run one after another on everything collected so far (kustomize target.accumulateComponents). */
function applyComponents(root: KustomizeRoot, collected: Collection, walk: Walk): Composed {
  let objects: readonly AccumulatedObject[] = collected.objects;
  let { isComplete, isConfigured } = collected;
  const collisions: Collision[] = [];
  for (const entry of root.fields.components) {
    const target = targetOfEntry(entry.value, root, walk.index);
    if (target.type === "missing") walk.watch.path(target.uri);
    const component = target.type === "directory" ? enter(target.uri, root, walk) : undefined;
    if (!component?.isComponent) {
      isComplete = false;
      continue;
    }
    const result = build(component, objects, { ...walk, ancestors: [...walk.ancestors, root.directory] });
    objects = result.objects;
    isComplete &&= result.isComplete;
    isConfigured ||= result.isConfigured;
    collisions.push(...result.collisions.map((collision) => ({ ...collision, entry })));
  }
  return { objects, isComplete, isConfigured, collisions };
}

/** Whether a root changes fields that kustomize does not touch by default, or which ones name others. */
export function hasOwnConfiguration(root: KustomizeRoot): boolean {
  return root.fields.configurations.length > 0 || fieldValue(root.fields.root, "crds") !== undefined;
}
