import { keyOf, keyText, type LiveObject, type ObjectKey } from "./liveObject.ts";

/** What one watch is about: a kind, in one namespace or (without one) in all. */
export interface WatchScope {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
}

/**
 * What the API server told about one watch. A list starts with `listStarted` (again, when it has to start anew), comes
 * as pages and ends with `listComplete`, which removes what the list did not have. `kindGone` is for a kind that is not
 * served or may not be listed any more.
 */
export type ClusterStateEvent =
  | { readonly type: "listStarted"; readonly scope: WatchScope }
  | { readonly type: "listedPage"; readonly scope: WatchScope; readonly objects: readonly LiveObject[] }
  | { readonly type: "listComplete"; readonly scope: WatchScope }
  | { readonly type: "added" | "modified" | "deleted"; readonly object: LiveObject }
  | { readonly type: "kindGone"; readonly scope: WatchScope };

/** What an event changed; empty when it told nothing new. */
export interface ClusterStateChange {
  readonly changed: readonly LiveObject[];
  readonly removed: readonly ObjectKey[];
}

/** The watched objects of one cluster, by kind and key. Time per event does not depend on how many objects there are. */
export interface ClusterState {
  /** Takes an event in; the state is that of the API server as far as events were handed in. */
  apply(event: ClusterStateEvent): ClusterStateChange;
  find(key: ObjectKey): LiveObject | undefined;
  objects(kind: { readonly group: string; readonly kind: string }): Iterable<LiveObject>;
  count(kind: { readonly group: string; readonly kind: string }): number;
}

const nothing: ClusterStateChange = { changed: [], removed: [] };

interface KindState {
  readonly objects: Map<string, LiveObject>;
  /** Keys that the running list of a scope had so far. */
  readonly listed: Map<string, Set<string>>;
}

/** Creates an empty state. */
export function createClusterState(): ClusterState {
  const kinds = new Map<string, KindState>();
  const stateOf = ({ group, kind }: { readonly group: string; readonly kind: string }): KindState => {
    const text = `${group}/${kind}`;
    const known = kinds.get(text) ?? { objects: new Map(), listed: new Map() };
    kinds.set(text, known);
    return known;
  };
  return {
    apply: (event) => {
      if ("object" in event) {
        const state = stateOf(keyOf(event.object));
        return event.type === "deleted" ? remove(state, event.object) : store(state, event.object);
      }
      const state = stateOf(event.scope);
      if (event.type === "listedPage") return storePage(state, event.scope, event.objects);
      if (event.type === "listComplete") return endList(state, event.scope);
      state.listed.delete(event.scope.namespace ?? "");
      if (event.type === "listStarted") return nothing;
      return removeWhere(state, (object) => isInScope(object, event.scope));
    },
    find: (key) => kinds.get(`${key.group}/${key.kind}`)?.objects.get(keyText(key)),
    objects: (kind) => kinds.get(`${kind.group}/${kind.kind}`)?.objects.values() ?? [],
    count: (kind) => kinds.get(`${kind.group}/${kind.kind}`)?.objects.size ?? 0,
  };
}

/** Takes over an object that a watch told; one that is older than what is known arrived late. */
function store({ objects }: KindState, object: LiveObject): ClusterStateChange {
  const text = keyText(keyOf(object));
  const known = objects.get(text);
  if (known && (compareVersions(object, known) ?? 1) <= 0) return nothing;
  objects.set(text, object);
  return { changed: [object], removed: [] };
}

/** A list counts even where it is older: a cluster restored from a backup starts again with lower versions. */
function storePage(state: KindState, { namespace }: WatchScope, page: readonly LiveObject[]): ClusterStateChange {
  const listed = state.listed.get(namespace ?? "") ?? new Set<string>();
  state.listed.set(namespace ?? "", listed);
  const changed: LiveObject[] = [];
  for (const object of page) {
    const text = keyText(keyOf(object));
    listed.add(text);
    if (isSame(object, state.objects.get(text))) continue;
    state.objects.set(text, object);
    changed.push(object);
  }
  return { changed, removed: [] };
}

function endList(state: KindState, scope: WatchScope): ClusterStateChange {
  const listed = state.listed.get(scope.namespace ?? "") ?? new Set<string>();
  state.listed.delete(scope.namespace ?? "");
  return removeWhere(state, (object, text) => !listed.has(text) && isInScope(object, scope));
}

function remove({ objects }: KindState, object: LiveObject): ClusterStateChange {
  const key = keyOf(object);
  const known = objects.get(keyText(key));
  // The end of an object that has been made anew since, told late.
  if (!known || (compareVersions(known, object) ?? 0) > 0) return nothing;
  objects.delete(keyText(key));
  return { changed: [], removed: [key] };
}

function removeWhere(
  { objects }: KindState,
  isGone: (object: LiveObject, text: string) => boolean,
): ClusterStateChange {
  const removed: ObjectKey[] = [];
  for (const [text, object] of objects) {
    if (!isGone(object, text)) continue;
    objects.delete(text);
    removed.push(keyOf(object));
  }
  return { changed: [], removed };
}

function isInScope({ metadata }: LiveObject, { namespace }: WatchScope): boolean {
  return namespace === undefined || metadata.namespace === namespace;
}

function isSame(a: LiveObject, b: LiveObject | undefined): boolean {
  const version = a.metadata.resourceVersion;
  return version !== undefined && version === b?.metadata.resourceVersion && a.metadata.uid === b.metadata.uid;
}

/**
 * Which of two states is later: below zero when `a` is older. Versions of Kubernetes' own storage are numbers that grow
 * (etcd revisions, see KEP-5504); those of other servers are opaque, and then the order of arrival counts: undefined.
 */
export function compareVersions(a: LiveObject, b: LiveObject): number | undefined {
  const [left = "", right = ""] = [a.metadata.resourceVersion, b.metadata.resourceVersion];
  if (left === right && left !== "") return 0;
  if (!/^\d+$/.test(left) || !/^\d+$/.test(right)) return undefined;
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : 1;
}
