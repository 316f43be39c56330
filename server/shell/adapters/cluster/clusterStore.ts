import { keyOf, keyText, type LiveObject, type ObjectKey } from "../../../core/cluster/liveObject.ts";
import type { Cluster, KnownContext, KnownObject, Tally } from "../../../features/cluster.ts";
import type { ClusterConnection, ClusterItem } from "../../../protocol/cluster.ts";
import type { ClusterKindState } from "../../../protocol/clusterKindState.ts";
import type { Batch, Summary } from "./messages.ts";
import { createTakers, type Takers } from "./takers.ts";
import { createTallies, type Tallies } from "./tallies.ts";

/** The connected clusters as the server knows them: how each object is doing, and the followed objects themselves. */
export interface ClusterStore extends Cluster {
  /** Takes over what changed; returns whether something changed that open files show. */
  take(batch: Batch): boolean;
  items(): readonly ClusterItem[];
  /** Takes over which contexts the kubeconfig has. */
  setContexts(contexts: readonly KnownContext[]): void;
  /** Forgets everything: the thread ended. Returns the contexts that were connected. */
  clear(): readonly string[];
}

interface ContextStore {
  connection: ClusterConnection | undefined;
  readonly summaries: Map<string, Summary>;
  readonly objects: Map<string, LiveObject>;
  readonly tallies: Tallies;
  readonly takers: Takers;
}

interface StoreState {
  revision: number;
  takersRevision: number;
  keys: ReadonlySet<string>;
  known: readonly KnownContext[];
}

/** Creates an empty store; `followed` is told which objects the thread should send in full. */
export function createClusterStore(followed: (keys: readonly string[]) => void): ClusterStore {
  const contexts = new Map<string, ContextStore>();
  const state: StoreState = {
    revision: 0,
    takersRevision: 0,
    keys: new Set(),
    known: [],
  };
  const storeOf = (context: string): ContextStore => {
    const known = contexts.get(context) ?? emptyStore();
    contexts.set(context, known);
    return known;
  };
  return {
    get connections() {
      return [...contexts.values()].flatMap(({ connection }) => connection ?? []);
    },
    get contexts() {
      return state.known;
    },
    get revision() {
      return state.revision;
    },
    setContexts: (known) => {
      state.known = known;
    },
    find(key) {
      const text = keyText(key);
      return [...contexts].flatMap(([context, store]): readonly KnownObject[] => {
        const summary = store.summaries.get(text);
        return summary ? [knownObject(context, summary, store)] : [];
      });
    },
    objectsOf: ({ group, kind }) =>
      [...contexts].flatMap(([context, store]) =>
        [...store.summaries.values()]
          .filter(({ item }) => item.kind === kind && item.group === group)
          .map((summary) => knownObject(context, summary, store)),
      ),
    isComplete(context, { group, kind, namespace }) {
      const kinds = contexts.get(context)?.connection?.kinds ?? [];
      const found = kinds.find((each) => each.group === group && each.kind === kind);
      return found !== undefined && isKnownWhole(found, namespace);
    },
    get takersRevision() {
      return state.takersRevision;
    },
    takersOf: (path) =>
      [...contexts].flatMap(([context, store]) =>
        [...store.takers.of(path)].flatMap((text): readonly KnownObject[] => {
          const summary = store.summaries.get(text);
          return summary ? [knownObject(context, summary, store)] : [];
        }),
      ),
    ownedBy: (context, owner) => contexts.get(context)?.tallies.of(keyText(owner)) ?? nobody,
    follow(keys: readonly ObjectKey[]) {
      const texts = keys.map(keyText);
      if (texts.length === state.keys.size && texts.every((text) => state.keys.has(text))) return;
      state.keys = new Set(texts);
      for (const { objects } of contexts.values()) {
        for (const text of objects.keys()) if (!state.keys.has(text)) objects.delete(text);
      }
      followed(texts);
    },
    take({ context, connection, changed, removed, objects }) {
      state.revision++;
      if (connection === null) {
        contexts.delete(context);
        state.takersRevision++;
        return true;
      }
      const store = storeOf(context);
      const isMoved = moveTakers(store, changed, removed);
      if (isMoved) state.takersRevision++;
      const isOther = connection !== undefined && showsDifferently(store.connection, connection);
      store.connection = connection ?? store.connection;
      const touched = [
        ...changed.flatMap((summary) => put(store, summary)),
        ...removed.flatMap((key) => drop(store, keyText(key))),
        ...objects.map((object) => keep(store, object, state.keys)),
      ];
      return isOther || isMoved || touched.some((text) => state.keys.has(text));
    },
    items: () => [...contexts.values()].flatMap(({ summaries }) => [...summaries.values()].map(({ item }) => item)),
    clear() {
      const names = [...contexts.keys()];
      contexts.clear();
      state.revision++;
      return names;
    },
  };
}

/** With several namespaces one can be known while another is still loading. */
function isKnownWhole(kind: ClusterKindState, namespace: string | undefined): boolean {
  const { state, namespaces, incomplete = [] } = kind;
  if (!namespaces) return state === "watching" && (kind.namespace === undefined || kind.namespace === namespace);
  return namespace !== undefined && namespaces.includes(namespace) && !incomplete.includes(namespace);
}

function emptyStore(): ContextStore {
  return {
    connection: undefined,
    summaries: new Map(),
    objects: new Map(),
    tallies: createTallies(),
    takers: createTakers(),
  };
}

function knownObject(context: string, { item, status, provenance }: Summary, { objects }: ContextStore): KnownObject {
  const { group, kind, namespace, name } = item;
  const key = { group, kind, namespace, name };
  return { context, key, status, object: objects.get(keyText(key)), ...(provenance && { provenance }) };
}

/** Takes over which directories objects take; returns whether any takes others than before. */
function moveTakers(
  { takers, summaries }: ContextStore,
  changed: readonly Summary[],
  removed: readonly ObjectKey[],
): boolean {
  const moved = [
    ...changed.map((summary) => takers.replace(summaries.get(keyText(summary.item)), summary)),
    ...removed.map((key) => takers.replace(summaries.get(keyText(key)), undefined)),
  ];
  return moved.includes(true);
}

const nobody: Tally = new Map();

/** The keys of what looks different now: the object, and who owns it. */
function put({ summaries, tallies }: ContextStore, summary: Summary): readonly string[] {
  const text = keyText(summary.item);
  const owners = tallies.replace(summaries.get(text), summary);
  summaries.set(text, summary);
  return [text, ...owners];
}

function drop({ summaries, objects, tallies }: ContextStore, text: string): readonly string[] {
  const owners = tallies.replace(summaries.get(text), undefined);
  summaries.delete(text);
  objects.delete(text);
  return [text, ...owners];
}

function keep({ objects }: ContextStore, object: LiveObject, followed: ReadonlySet<string>): string {
  const text = keyText(keyOf(object));
  if (followed.has(text)) objects.set(text, object);
  return text;
}

/** Whether files show something else because of a connection: its state, or that a kind is completely known now. */
function showsDifferently(before: ClusterConnection | undefined, after: ClusterConnection): boolean {
  return before === undefined || looks(before) !== looks(after);
}

function looks({ state, server, staleSince, clockAhead, kinds, isReadOnly, isProtected }: ClusterConnection): string {
  const states = kinds.map((each) => [each.group, each.kind, each.state, each.namespaces, each.incomplete]);
  return JSON.stringify([state, server, staleSince, clockAhead, states, isReadOnly, isProtected]);
}
