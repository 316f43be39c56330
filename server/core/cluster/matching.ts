import { isPatchFile } from "../graph/kustomize/partialDocuments.ts";
import { type Placement, placementsOf } from "../graph/namespaces.ts";
import { perStructure } from "../graph/perRevision.ts";
import type { DeclaredObject, RepositoryIndex } from "../graph/repositoryIndex.ts";
import { isClusterScoped } from "../kinds/kubernetes/clusterScoped.ts";
import { liveKindOf } from "../kinds/liveKinds.ts";
import { descriptorOf } from "../kinds/registry.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { isTemplated } from "../text/templated.ts";
import type { ObjectKey } from "./liveObject.ts";

interface Type {
  readonly group: string;
  readonly kind: string;
}

/** The head of a manifest, as it is written. */
export interface WrittenIdentity {
  readonly uri: string;
  readonly gvk: Type;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** The head of a manifest as values. */
export function identityIn({ uri, gvk, name, namespace }: Manifest): WrittenIdentity {
  return { uri, gvk, name: name?.value, namespace: namespace?.value };
}

/**
 * The identities that a manifest may have in a cluster: its name and namespace after all kustomizations and deployments
 * that lead to its file. An empty namespace is left to whoever applies the file, see {@link inNamespaces}. None for
 * patches, which change an object that another file declares, and for names that are not known before.
 */
export function liveKeysOf(declared: WrittenIdentity, index: RepositoryIndex): readonly ObjectKey[] {
  const memory = keysByIdentity(index);
  const { uri, gvk, name = "", namespace = "" } = declared;
  const identity = `${uri}|${gvk.group}|${gvk.kind}|${namespace}|${name}`;
  const known = memory.get(identity) ?? findKeys(declared, index);
  memory.set(identity, known);
  return known;
}

const keysByIdentity = perStructure(() => new Map<string, readonly ObjectKey[]>());

function findKeys({ uri, gvk, name, namespace }: WrittenIdentity, index: RepositoryIndex): readonly ObjectKey[] {
  if (!name || isTemplated(name) || isTemplated(namespace ?? "") || isPatchFile(uri, index)) return [];
  return keysAt(gvk, placementsOf(uri, { name, namespace }, index));
}

function keysAt({ group, kind }: Type, placements: readonly Placement[]): readonly ObjectKey[] {
  if (!hasNoNamespace({ group, kind })) return placements.map((each) => ({ group, kind, ...each }));
  const names = new Set(placements.map(({ name }) => name));
  return [...names].map((name) => ({ group, kind, namespace: "", name }));
}

/** Whether objects of a type belong to the cluster as a whole. */
export function hasNoNamespace(type: Type): boolean {
  const live = liveKindOf(type);
  return live ? live.scope === "Cluster" || descriptorOf(type)?.scope === "Cluster" : isClusterScoped(type);
}

/** The keys that a key stands for when nobody in the workspace decides its namespace: those given, in this order. */
export function inNamespaces(key: ObjectKey, namespaces: readonly string[]): readonly ObjectKey[] {
  if (key.namespace !== "" || hasNoNamespace(key)) return [key];
  return [...new Set(namespaces)].map((namespace) => ({ ...key, namespace }));
}

/** The manifests that declare a live object, the surest first: those whose namespace is written somewhere. */
export function declarationsOf(key: ObjectKey, index: RepositoryIndex): readonly DeclaredObject[] {
  const { group, kind } = key;
  const found = pick(placedObjects({ group, kind }, key.name, index), key);
  if (found.length > 0) return found;
  // Prefixes and suffixes make the name longer than the one that is written.
  const names = index.objects({ group, kind }).map(({ name }) => name);
  const similar = new Set(names.filter((name) => name !== "" && name !== key.name && key.name.includes(name)));
  return [...similar].flatMap((name) => pick(placedObjects({ group, kind }, name, index), key));
}

/** Declared objects by `namespace/name` as they may be in a cluster. */
type PlacedObjects = ReadonlyMap<string, readonly DeclaredObject[]>;

function pick(placed: PlacedObjects, { namespace, name }: ObjectKey): readonly DeclaredObject[] {
  const sure = placed.get(`${namespace}/${name}`) ?? [];
  if (namespace === "") return sure;
  return [...sure, ...(placed.get(`/${name}`) ?? []).filter((each) => !sure.includes(each))];
}

/** Where all objects of a type and a written name may end up: worked out once, however many there are. */
function placedObjects(type: Type, name: string, index: RepositoryIndex): PlacedObjects {
  const memory = placedByName(index);
  const text = `${type.group}/${type.kind}/${name}`;
  const known = memory.get(text) ?? place(index.objects({ group: type.group, kind: type.kind, name }), index);
  memory.set(text, known);
  return known;
}

const placedByName = perStructure(() => new Map<string, PlacedObjects>());

function place(objects: readonly DeclaredObject[], index: RepositoryIndex): PlacedObjects {
  const placed = new Map<string, DeclaredObject[]>();
  for (const object of objects) {
    if (isPatchFile(object.uri, index)) continue;
    for (const { namespace, name } of keysAt(object.gvk, placementsOf(object.uri, object, index))) {
      const known = placed.get(`${namespace}/${name}`) ?? [];
      placed.set(`${namespace}/${name}`, known);
      if (!known.includes(object)) known.push(object);
    }
  }
  return placed;
}
