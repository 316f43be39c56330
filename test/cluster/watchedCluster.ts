import type { ClusterConnection, ClusterItem, ClusterItemsParams } from "../../server/protocol/cluster.ts";
import { type Clusters, createClusters } from "../../server/shell/adapters/cluster/clusters.ts";
import type { ClusterPolicy } from "../../server/shell/adapters/cluster/messages.ts";
import type { WatchTimes } from "../../server/shell/adapters/cluster/watchTimes.ts";
import { eventually } from "./harness/eventually.ts";

/** Pauses short enough for tests. */
export const quickTimes: Partial<WatchTimes> = {
  backOff: { shortest: 50, longest: 400 },
  batch: 20,
  rediscover: 500,
  poll: 100,
  settle: 400,
};

/** An editor's view of the connected clusters, as the notifications tell it. */
export interface WatchedCluster {
  readonly clusters: Clusters;
  readonly items: ReadonlyMap<string, ClusterItem>;
  readonly connections: readonly ClusterConnection[];
  readonly audit: readonly string[];
  readonly progress: readonly string[];
  /** How often open files were told to look again. */
  readonly refreshes: number;
  policy: ClusterPolicy;
  connection(context?: string): ClusterConnection | undefined;
  stop(): Promise<void>;
}

/** `kind namespace/name`. */
export function nameOf({ kind, namespace, name }: Pick<ClusterItem, "kind" | "namespace" | "name">): string {
  return `${kind} ${namespace}/${name}`;
}

/** Creates the clusters of a server over a kubeconfig, subscribed like the views of an editor. */
export function watchCluster(kubeconfig: string, times: Partial<WatchTimes> = {}): WatchedCluster {
  const items = new Map<string, ClusterItem>();
  const audit: string[] = [];
  const progress: string[] = [];
  const state: { connections: readonly ClusterConnection[]; refreshes: number } = { connections: [], refreshes: 0 };
  const watched: WatchedCluster = {
    items,
    audit,
    progress,
    policy: { kubeconfig, protectedContexts: ["*prod*"], isReadOnly: false },
    get connections() {
      return state.connections;
    },
    get refreshes() {
      return state.refreshes;
    },
    connection: (context?: string) =>
      state.connections.find((each) => context === undefined || each.context === context),
    clusters: createClusters(
      {
        policy: () => watched.policy,
        jq: { deletePaths: () => Promise.resolve({ kind: "engineMissing" }) },
        times: { ...quickTimes, ...times },
      },
      {
        refresh: () => {
          state.refreshes++;
        },
        items: ({ changed, removed, connections }: ClusterItemsParams) => {
          for (const item of changed) items.set(nameOf(item), item);
          for (const id of removed) items.delete(nameOf(id));
          state.connections = connections ?? state.connections;
        },
        progress: ({ message }) => void progress.push(message),
        audit: ({ line }) => void audit.push(line),
        log: (line) => void process.stderr.write(`${line}\n`),
      },
    ),
    stop: (): Promise<void> => watched.clusters.dispose(),
  };
  watched.clusters.subscribe();
  return watched;
}

/** Resolves once a context is connected and all its kinds are loaded. */
export function untilLoaded(watched: WatchedCluster, context?: string): Promise<ClusterConnection> {
  return eventually(
    async () => {
      const connection = watched.connection(context);
      const isLoaded = connection?.state === "connected" && !connection.kinds.some(({ state }) => state === "loading");
      return isLoaded ? connection : undefined;
    },
    async () => watched.connection(context),
  );
}
