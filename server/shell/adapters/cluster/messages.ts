import type { JsonObject, LiveObject, ObjectKey } from "../../../core/cluster/liveObject.ts";
import type { Provenance } from "../../../core/cluster/provenance.ts";
import type { LiveStatus } from "../../../core/cluster/status.ts";
import type { ServedType } from "../../../core/schema/clusterRegistry.ts";
import type { Deletion } from "../../../features/jqEvaluator.ts";
import type { LookedUp } from "../../../features/preview/variables.ts";
import type {
  ClusterAction,
  ClusterConnection,
  ClusterDetails,
  ClusterItem,
  ClusterLogs,
  ClusterObjectId,
  ClusterPlanText,
  ConnectClusterParams,
  ConnectClusterResult,
  PlanClusterActionParams,
  PlanClusterActionResult,
  RunClusterActionParams,
  RunClusterActionResult,
} from "../../../protocol/cluster.ts";
import type { CompareWithClusterResult } from "../../../protocol/compare.ts";
import type { WatchTimes } from "./watchTimes.ts";

/** What the thread needs to know besides what the environment says: settings of the user. */
export interface ClusterPolicy {
  /** Kubeconfig files as `gitops.cluster.kubeconfig` names them. */
  readonly kubeconfig: string;
  readonly protectedContexts: readonly string[];
  readonly isReadOnly: boolean;
}

/** What the thread starts with (its `workerData`). */
export interface ClusterSetup {
  readonly policy: ClusterPolicy;
  /** The home folder of the user. */
  readonly home: string;
  readonly times: WatchTimes;
}

/** What a comparison needs: objects of a rendered directory, and the application whose pruning counts. */
export interface CompareObjectsParams {
  readonly context: string;
  readonly objects: readonly JsonObject[];
  readonly application?: ClusterObjectId;
  /** Variables whose expressions are still in the objects, because their values are not known. */
  readonly unknown?: readonly string[];
}

/** A ConfigMap that is not in the workspace and that a comparison takes variables from. */
export interface ReadConfigMapParams {
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
}

/** The calls that the thread answers. */
export interface ClusterCalls {
  readonly connect: { readonly params: ConnectClusterParams; readonly result: ConnectClusterResult };
  readonly disconnect: { readonly params: { readonly context: string }; readonly result: Done };
  readonly details: { readonly params: ClusterObjectId; readonly result: Found<ClusterDetails> };
  readonly actions: { readonly params: ClusterObjectId; readonly result: Found<readonly ClusterAction[]> };
  readonly plan: { readonly params: PlanClusterActionParams; readonly result: PlanClusterActionResult };
  readonly run: { readonly params: RunClusterActionParams; readonly result: RunClusterActionResult };
  readonly compare: { readonly params: CompareObjectsParams; readonly result: CompareWithClusterResult };
  /** The object itself, as it is watched. */
  readonly object: { readonly params: ClusterObjectId; readonly result: Found<LiveObject> };
  readonly configMap: { readonly params: ReadConfigMapParams; readonly result: LookedUp };
  readonly types: { readonly params: { readonly context: string }; readonly result: Found<readonly ServedType[]> };
  readonly planText: { readonly params: ClusterObjectId; readonly result: Found<ClusterPlanText> };
  readonly webAddress: { readonly params: ClusterObjectId; readonly result: Found<string> };
  readonly logs: { readonly params: ClusterObjectId; readonly result: Found<ClusterLogs> };
  readonly openApi: { readonly params: OpenApiParams; readonly result: Found<unknown> };
}

/** One version of a group, whose published schemas are wanted. */
export interface OpenApiParams {
  readonly context: string;
  readonly group: string;
  readonly version: string;
}

/** An answer without a value. */
export interface Done {
  readonly kind: "done";
}

/** An answer about an object that may be gone. */
export type Found<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "missing"; readonly reason: string };

/** One of the calls, with a number to answer to. */
export type Call<M extends keyof ClusterCalls = keyof ClusterCalls> = {
  readonly [P in M]: {
    readonly type: "call";
    readonly id: number;
    readonly method: P;
    readonly params: ClusterCalls[P]["params"];
  };
}[M];

/** What the server tells the thread. */
export type ThreadInput =
  | Call
  /** Nobody waits for the answer to this call any more. */
  | { readonly type: "cancel"; readonly id: number }
  /** The answer to a question of the thread. */
  | { readonly type: "deletion"; readonly id: number; readonly deletion: Deletion }
  /** Keys (see `keyText`) of the objects that open files declare. */
  | { readonly type: "follow"; readonly keys: readonly string[] }
  | { readonly type: "configure"; readonly policy: ClusterPolicy };

/** A live object as lists show it, with its status as features read it. */
export interface Summary {
  readonly item: ClusterItem;
  readonly status: LiveStatus;
  readonly provenance?: Provenance;
}

/** What changed in one context since the last batch. */
export interface Batch {
  readonly context: string;
  /** The connection, when something about it changed; null once it was given up. */
  readonly connection?: ClusterConnection | null;
  readonly changed: readonly Summary[];
  readonly removed: readonly ObjectKey[];
  /** New states of followed objects. */
  readonly objects: readonly LiveObject[];
}

/** What the thread tells the server. */
export type ThreadOutput =
  | { readonly type: "reply"; readonly id: number; readonly result: unknown }
  | { readonly type: "failed"; readonly id: number; readonly message: string }
  | { readonly type: "batch"; readonly batch: Batch }
  /** A question: the engine that evaluates jq is the server's (see features/jqEvaluator.ts). */
  | {
      readonly type: "deletePaths";
      readonly id: number;
      readonly expression: string;
      readonly objects: readonly JsonObject[];
    }
  | { readonly type: "progress"; readonly planId: string; readonly message: string }
  | { readonly type: "audit"; readonly line: string }
  | { readonly type: "log"; readonly line: string };

/** Whether a message is one of the server's. Both ends are built together, so that the name of its type tells enough. */
export function isThreadInput(message: unknown): message is ThreadInput {
  return hasType(message, ["call", "cancel", "deletion", "follow", "configure"]);
}

/** Whether a message is one of the thread's; see {@link isThreadInput}. */
export function isThreadOutput(message: unknown): message is ThreadOutput {
  return hasType(message, ["reply", "failed", "batch", "deletePaths", "progress", "audit", "log"]);
}

/** Whether a value is the answer to a call: an object or a list; see {@link isThreadInput}. */
export function isResult<M extends keyof ClusterCalls>(_method: M, value: unknown): value is ClusterCalls[M]["result"] {
  return typeof value === "object" && value !== null;
}

/** Whether a value is what the thread starts with. */
export function isClusterSetup(value: unknown): value is ClusterSetup {
  return typeof value === "object" && value !== null && "policy" in value && "home" in value && "times" in value;
}

function hasType(message: unknown, types: readonly string[]): boolean {
  if (typeof message !== "object" || message === null || !("type" in message)) return false;
  return typeof message.type === "string" && types.includes(message.type);
}
