import { isRecord, type Manifest } from "../apply.ts";

/** A change that watches are told of. */
export interface StoreEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  /** Plural name with group and version: what a watch asks for. */
  readonly collection: string;
  readonly version: number;
  readonly object: StoredObject;
}

/** An object with what a server adds to it. */
export type StoredObject = Manifest & { readonly metadata: { readonly resourceVersion: string } };

/** Objects in memory with versions, as etcd keeps them. Nothing is forgotten, so a watch can begin at any version. */
export interface SimulatedStore {
  version(): number;
  /** Objects of a collection, in one namespace or in all. */
  list(collection: string, namespace: string | undefined): readonly StoredObject[];
  get(collection: string, namespace: string, name: string): StoredObject | undefined;
  /** Stores an object as it is, but for its version, generation, uid and times. */
  put(collection: string, object: Manifest): StoredObject;
  remove(collection: string, namespace: string, name: string): StoredObject | undefined;
  /** Events after a version, and then every new one, until the result is called. */
  follow(collection: string, after: number, listener: (event: StoreEvent) => void): () => void;
}

/** An empty store. */
export function createSimulatedStore(): SimulatedStore {
  const state = { version: 1 };
  const collections = new Map<string, Map<string, StoredObject>>();
  const events: StoreEvent[] = [];
  const listeners = new Set<(event: StoreEvent) => void>();
  const objectsOf = (collection: string): Map<string, StoredObject> => {
    const objects = collections.get(collection) ?? new Map<string, StoredObject>();
    collections.set(collection, objects);
    return objects;
  };
  const tell = (type: StoreEvent["type"], collection: string, object: StoredObject): StoredObject => {
    const event = { type, collection, version: state.version, object };
    events.push(event);
    for (const listener of [...listeners]) listener(event);
    return object;
  };
  const stamped = (object: Manifest): StoredObject => {
    state.version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(state.version) } };
  };
  return {
    version: () => state.version,
    list: (collection, namespace) =>
      [...objectsOf(collection).values()].filter(
        ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
      ),
    get: (collection, namespace, name) => objectsOf(collection).get(`${namespace}/${name}`),
    put: (collection, object) => {
      const key = `${object.metadata.namespace ?? ""}/${object.metadata.name}`;
      const before = objectsOf(collection).get(key);
      const stored = stamped({ ...object, metadata: { ...object.metadata, ...serverFields(object, before) } });
      objectsOf(collection).set(key, stored);
      return tell(before === undefined ? "ADDED" : "MODIFIED", collection, stored);
    },
    remove: (collection, namespace, name) => {
      const key = `${namespace}/${name}`;
      const before = objectsOf(collection).get(key);
      if (before === undefined) return undefined;
      objectsOf(collection).delete(key);
      return tell("DELETED", collection, stamped(before));
    },
    follow: (collection, after, listener) => {
      const own = (event: StoreEvent): void => {
        if (event.collection === collection && event.version > after) listener(event);
      };
      for (const event of events) own(event);
      listeners.add(own);
      return () => listeners.delete(own);
    },
  };
}

function serverFields(object: Manifest, before: Manifest | undefined): object {
  const known: Readonly<Record<string, unknown>> = before?.metadata ?? {};
  const generation = typeof known["generation"] === "number" ? known["generation"] : 0;
  const hasChanged = before === undefined || JSON.stringify(before["spec"]) !== JSON.stringify(object["spec"]);
  return {
    uid: known["uid"] ?? crypto.randomUUID(),
    creationTimestamp: known["creationTimestamp"] ?? new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    generation: hasChanged ? generation + 1 : generation,
  };
}

/** RFC 7396: null removes, objects are merged, everything else is replaced. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}
