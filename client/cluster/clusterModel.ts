import { type Disposable, type Event, EventEmitter, type LogOutputChannel } from "vscode";
import {
  type ClusterConnection,
  type ClusterDetails,
  type ClusterItem,
  type ClusterItemsParams,
  type ClusterLogsResult,
  type ClusterObjectId,
  type ClusterPlanTextResult,
  type ClusterProgressParams,
  type ConnectClusterParams,
  type ConnectClusterResult,
  clusterDetailsRequest,
  clusterItemsNotification,
  clusterLogsRequest,
  clusterPlanTextRequest,
  clusterProgressNotification,
  connectClusterRequest,
  type DisconnectClusterParams,
  disconnectClusterRequest,
  type SubscribeClusterResult,
  subscribeClusterRequest,
} from "../../server/protocol/cluster.ts";
import type { ServerConnection } from "../server.ts";
import { idOf, keyOf } from "./identity.ts";

/** Changes within this time are told together. Milliseconds. */
const coalescing = 250;

/** What became different since the last time; after a `reset` everything may be. */
export interface ItemsChange {
  readonly changed: readonly ClusterItem[];
  readonly removed: readonly ClusterItem[];
  readonly reset: boolean;
}

/** What the client knows of live clusters. It asks the server for nothing before the first {@link connect}. */
export class ClusterModel implements Disposable {
  readonly #server: ServerConnection;
  readonly #log: LogOutputChannel;
  readonly #items = new Map<string, ClusterItem>();
  readonly #actions = new Map<string, readonly string[]>();
  readonly #itemsChanged = new EventEmitter<ItemsChange>();
  readonly #connectionsChanged = new EventEmitter<readonly ClusterConnection[]>();
  readonly #progressed = new EventEmitter<ClusterProgressParams>();
  readonly #pending = { changed: new Map<string, ClusterItem>(), removed: new Map<string, ClusterItem>() };
  readonly #ends: readonly Disposable[];
  #connections: readonly ClusterConnection[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** The one question for everything; a restarted server has to be asked again. */
  #subscription: Promise<void> | undefined;

  /** Tells what changed, some times a second at most. */
  readonly onDidChangeItems: Event<ItemsChange> = this.#itemsChanged.event;
  readonly onDidChangeConnections: Event<readonly ClusterConnection[]> = this.#connectionsChanged.event;
  /** Where running actions are. */
  readonly onDidProgress: Event<ClusterProgressParams> = this.#progressed.event;

  constructor(server: ServerConnection, log: LogOutputChannel) {
    this.#server = server;
    this.#log = log;
    this.#ends = [
      server.client.onNotification(clusterItemsNotification, (params: ClusterItemsParams) => this.#take(params)),
      server.client.onNotification(clusterProgressNotification, (params: ClusterProgressParams) =>
        this.#progressed.fire(params),
      ),
      server.onDidChangeState((state) => this.#serverIs(state)),
    ];
  }

  /** All connections, also those that failed, until they are ended. */
  get connections(): readonly ClusterConnection[] {
    return this.#connections;
  }

  /** All objects that are watched. */
  get items(): Iterable<ClusterItem> {
    return this.#items.values();
  }

  /** The object with this identity; undefined when it is not watched. */
  item(id: ClusterObjectId): ClusterItem | undefined {
    return this.#items.get(keyOf(id));
  }

  /** Ids of what can be done with objects of this kind. */
  actionsOf({ group, kind }: Pick<ClusterObjectId, "group" | "kind">): readonly string[] {
    return this.#actions.get(`${group}/${kind}`) ?? [];
  }

  /** Reaches a cluster; the connection says whether it worked. */
  async connect(params: ConnectClusterParams): Promise<ClusterConnection> {
    await this.#server.start();
    await this.#subscribe();
    const { connection } = await this.#server.client.sendRequest<ConnectClusterResult>(connectClusterRequest, params);
    this.#setConnections([...this.#connections.filter(({ context }) => context !== params.context), connection]);
    return connection;
  }

  /** Ends all watches of a context and forgets its objects. */
  async disconnect(context: string): Promise<void> {
    const params: DisconnectClusterParams = { context };
    await this.#server.client.sendRequest(disconnectClusterRequest, params);
    this.#setConnections(this.#connections.filter((connection) => connection.context !== context));
    const removed = [...this.#items.values()].filter((item) => item.context === context);
    if (removed.length > 0) this.#take({ changed: [], removed });
  }

  /** Asks for everything again and tries failed connections once more. */
  async refresh(): Promise<void> {
    if (this.#subscription === undefined) return;
    this.#subscription = undefined;
    await this.#subscribe();
    for (const { state, context, namespace } of this.#connections) {
      if (state === "failed") await this.connect({ context, ...(namespace !== undefined && { namespace }) });
    }
  }

  /** Everything about one object; undefined when it is gone. */
  async details(id: ClusterObjectId): Promise<ClusterDetails | undefined> {
    const answer = await this.#server.client.sendRequest<ClusterDetails | null>(clusterDetailsRequest, idOf(id));
    return answer ?? undefined;
  }

  /** What the controller of an object logged about it. */
  logs(id: ClusterObjectId): Promise<ClusterLogsResult> {
    return this.#server.client.sendRequest<ClusterLogsResult>(clusterLogsRequest, idOf(id));
  }

  /** The plan of an object, as text. */
  planText(id: ClusterObjectId): Promise<ClusterPlanTextResult> {
    return this.#server.client.sendRequest<ClusterPlanTextResult>(clusterPlanTextRequest, idOf(id));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const end of this.#ends) end.dispose();
    this.#itemsChanged.dispose();
    this.#connectionsChanged.dispose();
    this.#progressed.dispose();
  }

  #subscribe(): Promise<void> {
    this.#subscription ??= this.#askForEverything().catch((error: unknown) => {
      this.#subscription = undefined;
      throw error;
    });
    return this.#subscription;
  }

  async #askForEverything(): Promise<void> {
    const all = await this.#server.client.sendRequest<SubscribeClusterResult>(subscribeClusterRequest);
    for (const { group, kind, actions } of all.kinds ?? []) this.#actions.set(`${group}/${kind}`, actions);
    this.#items.clear();
    for (const item of all.items) this.#items.set(keyOf(item), item);
    this.#pending.changed.clear();
    this.#pending.removed.clear();
    this.#setConnections(all.connections);
    this.#itemsChanged.fire({ changed: [], removed: [], reset: true });
  }

  #take({ connections, changed, removed }: ClusterItemsParams): void {
    for (const id of removed) {
      const key = keyOf(id);
      const item = this.#items.get(key);
      if (item === undefined) continue;
      this.#items.delete(key);
      this.#pending.changed.delete(key);
      this.#pending.removed.set(key, item);
    }
    for (const item of changed) {
      const key = keyOf(item);
      this.#items.set(key, item);
      this.#pending.removed.delete(key);
      this.#pending.changed.set(key, item);
    }
    if (connections !== undefined) this.#setConnections(connections);
    if (changed.length + removed.length > 0) this.#timer ??= setTimeout(() => this.#tell(), coalescing);
  }

  #tell(): void {
    this.#timer = undefined;
    const { changed, removed } = this.#pending;
    const change = { changed: [...changed.values()], removed: [...removed.values()], reset: false };
    changed.clear();
    removed.clear();
    this.#itemsChanged.fire(change);
  }

  #setConnections(connections: readonly ClusterConnection[]): void {
    this.#connections = [...connections].sort((one, two) => one.context.localeCompare(two.context));
    this.#connectionsChanged.fire(this.#connections);
  }

  /** A server that ended took its connections with it; the one that follows gets those the user had. */
  #serverIs(state: "starting" | "running" | "failed"): void {
    if (state !== "running") {
      this.#subscription = undefined;
      const staleSince = new Date().toISOString();
      const problem =
        state === "failed"
          ? "The language server ended and was left stopped. Start it with GitOps: Restart Language Server."
          : "The language server ended. It is started again and then connects again.";
      this.#setConnections(this.#connections.map((each) => ({ staleSince, ...each, state: "interrupted", problem })));
      return;
    }
    if (this.#subscription !== undefined) return;
    for (const { context, namespace } of this.#connections) {
      this.connect({ context, ...(namespace !== undefined && { namespace }) }).catch((error: unknown) =>
        this.#log.error(`${context} was not connected again after the language server had ended`, error),
      );
    }
  }
}
