import type { ClusterKindState } from "./clusterKindState.ts";

/**
 * Everything between the editor and the server about live clusters. Nothing here is sent before the user connects, but
 * for {@link clusterContextsRequest}, which only reads the kubeconfig files.
 */

/**
 * Commands of the editor in lenses, hovers and links. Each takes a {@link ClusterObjectId}, `runAction` also an action's id, unless it
 * says otherwise.
 */
export const clusterCommands = {
  showObject: "gitops.cluster.showObject",
  runAction: "gitops.cluster.runAction",
  showEvents: "gitops.cluster.showEvents",
  /** Takes the name of a context. */
  connect: "gitops.cluster.connect",
} as const;

/** One word for how a live object is doing; see `server/core/cluster/status.ts`. */
export type ClusterStatus = "Synced" | "OutOfSync" | "Progressing" | "Degraded" | "Suspended" | "Stalled" | "Unknown";

/** A live object: the context it was reached through, and its identity there. Namespace "" is the cluster's own. */
export interface ClusterObjectId {
  readonly context: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** `gitops/cluster/contexts`: the contexts of the user's kubeconfig. No params; contacts nothing. */
export const clusterContextsRequest = "gitops/cluster/contexts";

/** A context of the kubeconfig. */
export interface ClusterContext {
  readonly name: string;
  /** Address of the API server. */
  readonly server: string;
  /** Namespace of the context, `default` when it names none. */
  readonly namespace: string;
  readonly isCurrent: boolean;
  /** Whether each write needs the typed name (`gitops.cluster.protectedContexts`). */
  readonly isProtected: boolean;
  /** The program that its user runs for a token; it is started only on connecting. */
  readonly execCommand?: string;
}

/** Result of {@link clusterContextsRequest}; `problems` tells files that could not be read and why. */
export interface ClusterContextsResult {
  readonly contexts: readonly ClusterContext[];
  readonly problems: readonly string[];
}

/** `gitops/cluster/connect`: reach a cluster and watch what the user may see. Several may be connected. */
export const connectClusterRequest = "gitops/cluster/connect";

/** Params of {@link connectClusterRequest}. `namespace` narrows everything to one namespace. */
export interface ConnectClusterParams {
  readonly context: string;
  readonly namespace?: string;
}

/** Result of {@link connectClusterRequest}: the connection as it is after the first answer or failure. */
export interface ConnectClusterResult {
  readonly connection: ClusterConnection;
}

/** `gitops/cluster/disconnect`: end all watches of a context. */
export const disconnectClusterRequest = "gitops/cluster/disconnect";

/** Params of {@link disconnectClusterRequest}. */
export interface DisconnectClusterParams {
  readonly context: string;
}

/** How a connection is doing. `failed` says in `problem` what to do and is retried by itself unless `needsUser`. */
export interface ClusterConnection {
  readonly context: string;
  readonly namespace?: string;
  /** Address of the API server without a slash at its end; absent until the kubeconfig was read. */
  readonly server?: string;
  readonly state: "connecting" | "connected" | "interrupted" | "failed";
  readonly problem?: string;
  readonly needsUser?: boolean;
  /** Version of the API server, `v1.34.1`. */
  readonly version?: string;
  readonly isProtected: boolean;
  readonly isReadOnly: boolean;
  /** Kinds that are watched, and how the watch of each is doing. */
  readonly kinds: readonly ClusterKindState[];
  /** Since when what is shown is not current any more, RFC 3339; absent while it is current. */
  readonly staleSince?: string;
  /** Milliseconds that the cluster's clock, which times of live objects are by, is ahead of this machine's; absent: none. */
  readonly clockAhead?: number;
}

/** `gitops/cluster/subscribe`: from now on send {@link clusterItemsNotification}; the answer is what there is now. */
export const subscribeClusterRequest = "gitops/cluster/subscribe";

/** Result of {@link subscribeClusterRequest}. */
export interface SubscribeClusterResult {
  readonly connections: readonly ClusterConnection[];
  readonly items: readonly ClusterItem[];
  /** What can be done with the objects of each kind that is known, so that menus need no question for each object. */
  readonly kinds?: readonly ClusterKind[];
}

/** A kind of live objects. `actions` are the ids of what can be done with its objects, the most usual first. */
export interface ClusterKind {
  readonly group: string;
  readonly kind: string;
  readonly actions: readonly string[];
}

/** `gitops/cluster/items` (from the server): what changed since the last one, at most some times a second. */
export const clusterItemsNotification = "gitops/cluster/items";

/** Params of {@link clusterItemsNotification}. */
export interface ClusterItemsParams {
  /** All connections, when one of them changed. */
  readonly connections?: readonly ClusterConnection[];
  readonly changed: readonly ClusterItem[];
  readonly removed: readonly ClusterObjectId[];
}

/** A live object as a line of a list. */
export interface ClusterItem extends ClusterObjectId {
  /** `application`: an Argo CD Application, Flux Kustomization, HelmRelease ...; `source`: where it comes from. */
  readonly role: "application" | "source" | "other";
  /** `Application`, `Flux Kustomization` ...: the kind as people tell it apart. */
  readonly title: string;
  readonly status: ClusterStatus;
  /** The controller's own words, `["OutOfSync", "Healthy"]`. */
  readonly words: readonly string[];
  /** First line of the controller's explanation. */
  readonly message?: string;
  /** Short revision for people: `main@3f2a1c0`. */
  readonly revision?: string;
  readonly since?: string;
  /** Argo CD project. */
  readonly project?: string;
  /** Path of its page below the address of the web interface of Argo CD: `/applications/argocd/catalog`. */
  readonly webPath?: string;
}

/** `gitops/cluster/details`: everything about one object. */
export const clusterDetailsRequest = "gitops/cluster/details";

/** Result of {@link clusterDetailsRequest}; undefined fields were not said by the controller. */
export interface ClusterDetails {
  readonly item: ClusterItem;
  readonly conditions: readonly ClusterCondition[];
  readonly history: readonly ClusterHistoryEntry[];
  readonly resources: readonly ClusterResource[];
  readonly events: readonly ClusterEvent[];
  /** Why events are missing, when they are. */
  readonly eventsProblem?: string;
  /** The object as YAML, without managed fields. */
  readonly yaml: string;
}

/** A condition, with its effect on the whole. */
export interface ClusterCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly since?: string;
  readonly severity: "error" | "warning" | "information";
}

/** One deployment of the past, newest first. */
export interface ClusterHistoryEntry {
  /** What a rollback names. */
  readonly id: string;
  readonly revision: string;
  readonly when?: string;
  readonly detail?: string;
}

/** An object that the application manages. */
export interface ClusterResource {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status?: ClusterStatus;
  readonly words: readonly string[];
  readonly message?: string;
}

/** An event of the cluster about the object, newest first. */
export interface ClusterEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly when?: string;
}

/** `gitops/cluster/objectsAt`: the live objects that the manifest at a place declares. */
export const clusterObjectsAtRequest = "gitops/cluster/objectsAt";

/** Params of {@link clusterObjectsAtRequest}; without a position all manifests of the file. */
export interface ClusterObjectsAtParams {
  readonly uri: string;
  readonly position?: { readonly line: number; readonly character: number };
}

/** One manifest of the file, and what is known of it in the connected clusters. */
export interface ManifestInCluster {
  readonly title: string;
  readonly name: string;
  readonly line: number;
  /** Live objects it declares; empty when there is none, `note` then says why. */
  readonly items: readonly ClusterItem[];
  readonly note?: string;
}

/** `gitops/cluster/files`: how the files of the workspace that declare live objects are doing, for marks in the Explorer. */
export const clusterFilesRequest = "gitops/cluster/files";

/** A file with an object that is not as it should be: the most urgent one of it. */
export interface ClusterFile {
  readonly uri: string;
  readonly item: ClusterItem;
}

/** `gitops/cluster/declaration`: where the repository declares a live object. */
export const clusterDeclarationRequest = "gitops/cluster/declaration";

/** Result of {@link clusterDeclarationRequest}, null when the workspace does not declare it. */
export interface ClusterDeclaration {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** `gitops/cluster/actions`: what can be done with an object now. */
export const clusterActionsRequest = "gitops/cluster/actions";

/** An action on an object. */
export interface ClusterAction {
  /** `argo.sync`, `flux.reconcile` ... */
  readonly id: string;
  readonly title: string;
  /** Why it cannot be done now, and what to do; absent when it can. */
  readonly disabled?: string;
  /** What the user may choose before it runs, asked one after the other; none runs with the usual values. */
  readonly choices: readonly ClusterActionChoice[];
  /** The first is what people usually want for this object. */
  readonly main: boolean;
  /** The same on the command line of the controller: `flux reconcile kustomization apps --context kind`. */
  readonly command?: string;
}

/** A choice before an action; see ActionChoice of `server/core/cluster/action.ts`. */
export interface ClusterActionChoice {
  readonly name: string;
  readonly title: string;
  readonly detail?: string;
  readonly type: "flag" | "text" | "one" | "many";
  readonly items?: readonly { readonly value: string; readonly label: string; readonly detail?: string }[];
  readonly initial?: string | boolean | readonly string[];
  readonly required?: boolean;
}

/** `gitops/cluster/plan`: what an action would do; writes nothing. */
export const planClusterActionRequest = "gitops/cluster/plan";

/** Params of {@link planClusterActionRequest}. */
export interface PlanClusterActionParams {
  readonly object: ClusterObjectId;
  readonly action: string;
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
}

/** What the user confirms. `planId` is good for one run within ten minutes. */
export type PlanClusterActionResult =
  | { readonly kind: "refused"; readonly reason: string }
  | {
      readonly kind: "plan";
      readonly planId: string;
      readonly title: string;
      readonly context: string;
      readonly server: string;
      readonly effect: string;
      readonly warnings: readonly string[];
      readonly destructive: boolean;
      /** The text the user has to type, in protected contexts: the name of the object. */
      readonly typedName?: string;
    };

/** `gitops/cluster/run`: do what was confirmed. Cancelling the request stops waiting; what was written stays written. */
export const runClusterActionRequest = "gitops/cluster/run";

/** Params of {@link runClusterActionRequest}. */
export interface RunClusterActionParams {
  readonly planId: string;
  /** What the user typed, in protected contexts. */
  readonly typedName?: string;
}

/** How it ended. `timedOut` and `cancelled`: written, but the controller has not finished. */
export interface RunClusterActionResult {
  readonly kind: "succeeded" | "failed" | "timedOut" | "cancelled" | "refused";
  readonly message: string;
}

/** `gitops/cluster/progress` (from the server): where a running action is. */
export const clusterProgressNotification = "gitops/cluster/progress";

/** Params of {@link clusterProgressNotification}. */
export interface ClusterProgressParams {
  readonly planId: string;
  readonly message: string;
}

/** `gitops/cluster/audit` (from the server): a line about a write, for the log. */
export const clusterAuditNotification = "gitops/cluster/audit";

/** Params of {@link clusterAuditNotification}. */
export interface ClusterAuditParams {
  readonly line: string;
}

/** `gitops/cluster/logs`: what the controller of an object logged about it. */
export const clusterLogsRequest = "gitops/cluster/logs";

/** The lines of a controller's pods that speak of one object, the oldest first. */
export interface ClusterLogs {
  readonly controller: string;
  readonly pods: readonly string[];
  readonly lines: readonly string[];
  /** Pods whose log could not be read, and why. */
  readonly problems: readonly string[];
}

/** Result of {@link clusterLogsRequest}. */
export type ClusterLogsResult =
  | { readonly kind: "found"; readonly logs: ClusterLogs }
  | { readonly kind: "failed"; readonly message: string };

/** `gitops/cluster/planText`: the plan of an object (Terraform) as text. */
export const clusterPlanTextRequest = "gitops/cluster/planText";

/** A plan as its controller wrote it for people. */
export interface ClusterPlanText {
  /** `plan-main-3f2a1c0b9d`. */
  readonly name: string;
  /** The object that holds it. */
  readonly place: string;
  readonly text: string;
}

/** Result of {@link clusterPlanTextRequest}. */
export type ClusterPlanTextResult =
  | { readonly kind: "found"; readonly plan: ClusterPlanText }
  | { readonly kind: "failed"; readonly message: string };
