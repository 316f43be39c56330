import type { CancellationToken, Connection, ResponseError } from "vscode-languageserver";
import type { RepositoryIndex } from "../core/graph/repositoryIndex.ts";
import { normalizeUri } from "../core/text/uri.ts";
import type { Environment, Logger } from "../features/environment.ts";
import type { JqEvaluator } from "../features/jqEvaluator.ts";
import type { LanguageService } from "../features/languageService.ts";
import {
  type ClusterAction,
  type ClusterConnection,
  type ClusterContextsResult,
  type ClusterDeclaration,
  type ClusterDetails,
  type ClusterFile,
  type ClusterLogsResult,
  type ClusterObjectId,
  type ClusterObjectsAtParams,
  type ClusterPlanTextResult,
  type ConnectClusterParams,
  type ConnectClusterResult,
  clusterActionsRequest,
  clusterAuditNotification,
  clusterContextsRequest,
  clusterDeclarationRequest,
  clusterDetailsRequest,
  clusterFilesRequest,
  clusterItemsNotification,
  clusterLogsRequest,
  clusterObjectsAtRequest,
  clusterPlanTextRequest,
  clusterProgressNotification,
  connectClusterRequest,
  type DisconnectClusterParams,
  disconnectClusterRequest,
  type PlanClusterActionParams,
  type PlanClusterActionResult,
  planClusterActionRequest,
  type RunClusterActionParams,
  type RunClusterActionResult,
  runClusterActionRequest,
  type SubscribeClusterResult,
  subscribeClusterRequest,
} from "../protocol/cluster.ts";
import { type ClusterWebAddressResult, clusterWebAddressRequest } from "../protocol/clusterWebAddress.ts";
import {
  type CompareWithClusterParams,
  type CompareWithClusterResult,
  compareWithClusterRequest,
} from "../protocol/compare.ts";
import { type Clusters, createClusters } from "./adapters/cluster/clusters.ts";
import type { WatchTimes } from "./adapters/cluster/watchTimes.ts";
import { compareDirectory } from "./compareDirectory.ts";
import type { Wrap } from "./registerFeatures.ts";
import type { ShellSettings } from "./settings.ts";

/** What the clusters need of the server from the start. */
export interface ClusterHost {
  readonly connection: Connection;
  readonly logger: Logger;
  readonly settings: () => ShellSettings;
  readonly jq: JqEvaluator;
  /** Something changed that open files show. */
  readonly refresh: () => void;
  readonly times?: Partial<WatchTimes>;
}

/** Creates the clusters of one server; nothing is started or contacted before the editor asks to connect. */
export function createServerClusters({ connection, logger, settings, jq, refresh, times }: ClusterHost): Clusters {
  const policy = (): ReturnType<Parameters<typeof createClusters>[0]["policy"]> => {
    const { kubeconfig, protectedContexts, readOnly } = settings().cluster;
    return { kubeconfig, protectedContexts, isReadOnly: readOnly };
  };
  return createClusters(
    { policy, jq, ...(times && { times }) },
    {
      refresh,
      items: (params) => void connection.sendNotification(clusterItemsNotification, params),
      progress: (params) => void connection.sendNotification(clusterProgressNotification, params),
      audit: (params) => {
        logger.info(params.line);
        void connection.sendNotification(clusterAuditNotification, params);
      },
      log: (line) => logger.warn(line),
    },
  );
}

/** What the requests need once the language service is there. */
export interface ClusterRequests {
  readonly connection: Connection;
  readonly clusters: Clusters;
  readonly environment: Environment;
  readonly language: LanguageService;
  readonly index: RepositoryIndex;
  readonly wrap: Wrap;
}

/** Connects the requests about live clusters. */
export function registerCluster(requests: ClusterRequests): void {
  const { connection, clusters, wrap } = requests;
  // Handlers of requests without params are handed the token alone.
  const contexts = wrap<void, ClusterContextsResult>("Contexts", noContexts, () => clusters.contexts());
  connection.onRequest<ClusterContextsResult | ResponseError<void>, void>(clusterContextsRequest, (token) =>
    contexts(undefined, token),
  );
  const subscribe = wrap<void, SubscribeClusterResult>("Cluster items", noItems, () => clusters.subscribe());
  connection.onRequest<SubscribeClusterResult | ResponseError<void>, void>(subscribeClusterRequest, (token) =>
    subscribe(undefined, token),
  );
  connection.onRequest(connectClusterRequest, (params: ConnectClusterParams) => connect(params, clusters));
  const disconnect = wrap("Disconnect", null, async (params: DisconnectClusterParams) => {
    await clusters.call("disconnect", params);
    return null;
  });
  connection.onRequest(disconnectClusterRequest, disconnect);
  const details = wrap<ClusterObjectId, ClusterDetails | null>("Details", null, async (id, token) => {
    const found = await clusters.call("details", id, token);
    return found?.kind === "found" ? found.value : null;
  });
  connection.onRequest(clusterDetailsRequest, details);
  const actions = wrap<ClusterObjectId, readonly ClusterAction[]>("Actions", [], async (id, token) => {
    const found = await clusters.call("actions", id, token);
    return found?.kind === "found" ? found.value : [];
  });
  connection.onRequest(clusterActionsRequest, actions);
  const logs = wrap<ClusterObjectId, ClusterLogsResult>("Logs", noLogs, async (id, token) => {
    const found = await clusters.call("logs", id, token);
    if (found?.kind === "found") return { kind: "found", logs: found.value };
    return { kind: "failed", message: found?.reason ?? "No cluster is connected. Connect to it first." };
  });
  connection.onRequest<ClusterLogsResult | ResponseError<void>, void>(clusterLogsRequest, logs);
  const planText = wrap<ClusterObjectId, ClusterPlanTextResult>("Plan text", noLogs, async (id, token) => {
    const found = await clusters.call("planText", id, token);
    if (found?.kind === "found") return { kind: "found", plan: found.value };
    return { kind: "failed", message: found?.reason ?? "No cluster is connected. Connect to it first." };
  });
  connection.onRequest<ClusterPlanTextResult | ResponseError<void>, void>(clusterPlanTextRequest, planText);
  const webAddress = wrap<ClusterObjectId, ClusterWebAddressResult>("Web address", noLogs, async (id, token) => {
    const found = await clusters.call("webAddress", id, token);
    if (found?.kind === "found") return { kind: "found", address: found.value };
    return { kind: "failed", message: found?.reason ?? "No cluster is connected. Connect to it first." };
  });
  connection.onRequest<ClusterWebAddressResult | ResponseError<void>, void>(clusterWebAddressRequest, webAddress);
  const plan = wrap<PlanClusterActionParams, PlanClusterActionResult>("Plan", noPlan, async (params, token) => {
    const made = await clusters.call("plan", params, token);
    return made ?? { kind: "refused", reason: "No cluster is connected. Connect to it first." };
  });
  connection.onRequest<PlanClusterActionResult | ResponseError<void>, void>(planClusterActionRequest, plan);
  // Never wrapped: a cancelled run must still tell what was written.
  connection.onRequest(runClusterActionRequest, (params: RunClusterActionParams, token) =>
    run(params, clusters, token),
  );
  const compared = wrap<CompareWithClusterParams, CompareWithClusterResult>("Compare", noComparison, (params, token) =>
    compareDirectory(params, requests, token),
  );
  connection.onRequest<CompareWithClusterResult | ResponseError<void>, void>(compareWithClusterRequest, compared);
  registerPlaces(requests);
}

/** Connects the requests about where live objects are declared. They are answered from memory. */
function registerPlaces({ connection, language, wrap }: ClusterRequests): void {
  const objectsAt = wrap("Live objects", [], ({ uri, ...place }: ClusterObjectsAtParams) =>
    language.objectsAt({ uri: normalizeUri(uri), ...place }),
  );
  connection.onRequest(clusterObjectsAtRequest, objectsAt);
  const declaration = wrap<ClusterObjectId, ClusterDeclaration | null>("Declaration", null, (id) =>
    language.declaration(id),
  );
  connection.onRequest(clusterDeclarationRequest, declaration);
  const files = wrap<void, readonly ClusterFile[]>("Files", [], () => language.clusterFiles());
  connection.onRequest<readonly ClusterFile[] | ResponseError<void>, void>(clusterFilesRequest, (token) =>
    files(undefined, token),
  );
}

const noContexts: ClusterContextsResult = {
  contexts: [],
  problems: ["The kubeconfig could not be read: see the log."],
};
const noItems: SubscribeClusterResult = { connections: [], items: [] };
const noLogs = { kind: "failed", message: "It could not be read: see the log." } as const;
const noPlan: PlanClusterActionResult = { kind: "refused", reason: "The action could not be planned: see the log." };
const noComparison: CompareWithClusterResult = { kind: "failed", message: "The comparison failed: see the log." };

async function connect(params: ConnectClusterParams, clusters: Clusters): Promise<ConnectClusterResult> {
  try {
    const result = await clusters.call("connect", params);
    return result ?? { connection: failedConnection(params.context, "The cluster thread did not start.") };
  } catch (error) {
    return { connection: failedConnection(params.context, error instanceof Error ? error.message : String(error)) };
  }
}

async function run(
  params: RunClusterActionParams,
  clusters: Clusters,
  token: CancellationToken,
): Promise<RunClusterActionResult> {
  try {
    const result = await clusters.call("run", params, token);
    return result ?? { kind: "refused", message: "No cluster is connected any more. Nothing was written." };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "failed", message: `It is not known whether anything was written: ${reason} Look at the object.` };
  }
}

function failedConnection(context: string, problem: string): ClusterConnection {
  return { context, state: "failed", problem, needsUser: true, isProtected: false, isReadOnly: false, kinds: [] };
}
