import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { liveKinds } from "../../../core/kinds/liveKinds.ts";
import type { Cluster } from "../../../features/cluster.ts";
import type { JqEvaluator } from "../../../features/jqEvaluator.ts";
import type {
  ClusterAuditParams,
  ClusterContextsResult,
  ClusterItemsParams,
  ClusterProgressParams,
  SubscribeClusterResult,
} from "../../../protocol/cluster.ts";
import { createClusterStore } from "./clusterStore.ts";
import { type CancellationSource, ClusterThread } from "./clusterThread.ts";
import { listContexts } from "./contexts.ts";
import { readKubeConfig } from "./kubeConfigFiles.ts";
import type { ClusterCalls, ClusterPolicy, ThreadOutput } from "./messages.ts";
import { usualTimes, type WatchTimes } from "./watchTimes.ts";

/** What the clusters tell the server. */
export interface ClusterEvents {
  /** Something changed that open files show. */
  refresh(): void;
  /** For the views of an editor that subscribed. */
  items(params: ClusterItemsParams): void;
  progress(params: ClusterProgressParams): void;
  audit(params: ClusterAuditParams): void;
  log(line: string): void;
}

/** What they work with, and what differs in tests. */
export interface ClusterOptions {
  readonly policy: () => ClusterPolicy;
  /** Evaluates what applications ignore by jq. */
  readonly jq: JqEvaluator;
  readonly times?: Partial<WatchTimes>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly home?: string;
}

/** The clusters of one server: nothing is started or contacted before `connect`. */
export interface Clusters {
  /** What features see. */
  readonly cluster: Cluster;
  /** Reads the kubeconfig files; contacts nothing. */
  contexts(): ClusterContextsResult;
  subscribe(): SubscribeClusterResult;
  /** Makes a call to the thread, which `connect` starts; `undefined` when nothing was connected yet. */
  call<M extends keyof ClusterCalls>(
    method: M,
    params: ClusterCalls[M]["params"],
    token?: CancellationSource,
  ): Promise<ClusterCalls[M]["result"] | undefined>;
  /** The settings changed. */
  configure(): void;
  dispose(): Promise<void>;
}

/** Creates the clusters; the thread starts with the first `connect`. */
export function createClusters(options: ClusterOptions, events: ClusterEvents): Clusters {
  const { policy, env = process.env, home = homedir() } = options;
  const state: { thread: ClusterThread | undefined; isSubscribed: boolean; keys: readonly string[] } = {
    thread: undefined,
    isSubscribed: false,
    keys: [],
  };
  const store = createClusterStore((keys) => {
    state.keys = keys;
    state.thread?.tell({ type: "follow", keys });
  });
  const deletePaths = async ({ id, expression, objects }: Question): Promise<void> => {
    const { thread } = state;
    thread?.tell({ type: "deletion", id, deletion: await options.jq.deletePaths(expression, objects) });
  };
  const told = (output: ThreadOutput): void => {
    if (output.type === "progress") events.progress({ planId: output.planId, message: output.message });
    else if (output.type === "audit") events.audit({ line: output.line });
    else if (output.type === "log") events.log(output.line);
    else if (output.type === "deletePaths") void deletePaths(output);
    else if (output.type === "batch") {
      const { batch } = output;
      if (store.take(batch)) events.refresh();
      if (!state.isSubscribed) return;
      const removed = batch.removed.map((key) => ({ context: batch.context, ...identityOf(key) }));
      const changed = batch.changed.map(({ item }) => item);
      const isNews = batch.connection !== undefined;
      if (isNews || changed.length + removed.length > 0) {
        events.items({ changed, removed, ...(isNews && { connections: store.connections }) });
      }
    }
  };
  const ended = (reason: string): void => {
    events.log(`The cluster connections ended unexpectedly: ${reason}. Connect again.`);
    const removed = store.items().map(({ context, ...key }) => ({ context, ...identityOf(key) }));
    store.clear();
    events.refresh();
    if (state.isSubscribed) events.items({ changed: [], removed, connections: [] });
  };
  const started = (): ClusterThread => {
    if (state.thread && !state.thread.isEnded) return state.thread;
    const times = { ...usualTimes, ...options.times };
    const thread = new ClusterThread(workerEntry(), { policy: policy(), home, times }, { told, ended });
    thread.tell({ type: "follow", keys: state.keys });
    state.thread = thread;
    return thread;
  };
  const contexts = (): ClusterContextsResult => {
    const { kubeconfig, protectedContexts } = policy();
    const result = listContexts(readKubeConfig({ setting: kubeconfig, env, home }), protectedContexts);
    store.setContexts(result.contexts.map(({ name, server }) => ({ name, server })));
    return result;
  };
  return {
    cluster: store,
    contexts,
    subscribe: () => {
      state.isSubscribed = true;
      const kinds = liveKinds.map(({ group, kind, actions }) => ({
        group,
        kind,
        actions: actions.map(({ id }) => id),
      }));
      return { connections: store.connections, items: store.items(), kinds };
    },
    call: async (method, params, token) => {
      const isRunning = state.thread?.isEnded === false;
      if (!isRunning && method !== "connect") return undefined;
      if (method === "connect") contexts();
      return started().call(method, params, token);
    },
    configure: () => state.thread?.tell({ type: "configure", policy: policy() }),
    dispose: async () => state.thread?.terminate(),
  };
}

type Question = Extract<ThreadOutput, { readonly type: "deletePaths" }>;

function identityOf({ group, kind, namespace, name }: ClusterItemKey): ClusterItemKey {
  return { group, kind, namespace, name };
}

interface ClusterItemKey {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The thread's module: in this folder when running from source, beside the program in dist/ when bundled. */
function workerEntry(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = new URL(isSource ? "./worker.ts" : "./clusterWorker.mjs", import.meta.url);
  if (!existsSync(entry)) throw new Error("The cluster thread is missing from this build: build it again.");
  return entry;
}
