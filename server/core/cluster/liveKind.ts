import type { ActionChoice, ActionOptions, ActionPlan, ActionRefusal } from "./action.ts";
import type { Json, JsonObject, LiveLookup, LiveObject, ObjectKey } from "./liveObject.ts";
import type { LiveSource, RemoteCluster } from "./provenance.ts";
import type { LiveStatus, Status } from "./status.ts";

/** What the functions of a kind may look at besides the object: other watched objects, and the time of now. */
export interface LiveContext {
  readonly lookup: LiveLookup;
  /** Milliseconds since 1970 by the clock of the cluster, which set the times in its objects; the core reads no clock. */
  readonly now: number;
  /** What {@link LiveAction.reads} asked for; undefined when nothing was asked for or it could not be read. */
  readonly read?: readonly LiveObject[];
}

/** A condition with what it means for the whole. */
export interface LiveCondition {
  readonly type: string;
  /** `True`, `False` or `Unknown`; Argo CD's conditions have no status and are `True` when present. */
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly since?: string;
  readonly severity: "error" | "warning" | "information";
}

/** One deployment of the past. */
export interface LiveHistoryEntry {
  /** What a rollback names. */
  readonly id: string;
  readonly revision: string;
  /** RFC 3339. */
  readonly when?: string;
  readonly detail?: string;
}

/** An object that this one manages, as far as this one says how it is doing. */
export interface ManagedResource extends ObjectKey {
  readonly status?: Status;
  readonly words: readonly string[];
  readonly message?: string;
}

/** A problem that the live object reports, and the field of its manifest that causes it. */
export interface ConditionPlace {
  readonly condition: LiveCondition;
  /** Keys and item numbers from the root of the manifest; the longest part of it that exists is marked. */
  readonly path: readonly (string | number)[];
}

/** A change of the manifest that the live object waits for: a field of a mapping gets another text. */
export interface AwaitedEdit {
  readonly title: string;
  /** The field and the mappings around it; the mapping around the field has to exist. */
  readonly path: readonly [...around: readonly string[], field: string];
  readonly value: string;
}

/** Who runs an action, for fields that name them. */
export interface ActionContext extends LiveContext {
  /** Name of the user in the kubeconfig, as written into `initiatedBy`. */
  readonly user: string;
  /** Names a request so that its handling can be told from others: RFC 3339 with nanoseconds, by the clock of the cluster. */
  readonly token: string;
}

/** A right that an action needs, as a SelfSubjectAccessReview asks for it. The resource is that of the object's kind. */
export interface ActionPermission {
  readonly verb: "patch" | "delete" | "update" | "get";
  readonly subresource?: string;
  /** Another object than the one acted on. */
  readonly target?: ObjectKey;
}

/** Objects that are not watched and that an action looks at: those of a namespace with these labels. */
export interface ActionReads {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  /** As the API server takes it: `app=web,tier=front`. */
  readonly labelSelector: string;
}

/** Something a user can do with objects of a kind. */
export interface LiveAction {
  /** `argo.sync`, `flux.reconcile` … */
  readonly id: string;
  /** Imperative, title case, as in a menu: `Sync`, `Reconcile with Source`. */
  readonly title: string;
  readonly permissions: (object: LiveObject, context: LiveContext) => readonly ActionPermission[];
  /** What has to be read before the other functions are called; absent: nothing. */
  readonly reads?: (object: LiveObject) => ActionReads | undefined;
  /** Why it cannot be done now and what to do; undefined when it can. */
  readonly refusal: (object: LiveObject, context: LiveContext) => string | undefined;
  /** What the user may choose before. */
  readonly choices: (object: LiveObject, context: LiveContext) => readonly ActionChoice[];
  /** The exact requests. Checks its preconditions again on the object it is handed. */
  readonly plan: (object: LiveObject, options: ActionOptions, context: ActionContext) => ActionPlan | ActionRefusal;
}

/** A plan that a controller wrote into another object. */
export type ReadablePlan =
  | { readonly kind: "kept"; readonly target: ObjectKey; readonly key: string; readonly name: string }
  | { readonly kind: "none"; readonly reason: string };

/** A text in another object. */
export interface KeptText {
  readonly target: ObjectKey;
  readonly path: readonly string[];
}

/** Entries like those of `spec.ignoreDifferences`, and settings that cannot be read, each as a sentence. */
export interface IgnoredBySystem {
  readonly entries: readonly Json[];
  readonly problems: readonly string[];
}

/** Differences that a controller ignores in everything it delivers, kept in an object with its settings. */
export interface SystemIgnores {
  readonly settings: (object: LiveObject) => ObjectKey;
  readonly entriesIn: (settings: JsonObject) => IgnoredBySystem;
}

/** Everything known about a kind while it lives in a cluster; data like `KindDescriptor`, which is about its manifest. */
export interface LiveKind {
  readonly group: string;
  readonly kind: string;
  /** Versions that can be read, the newest first; discovery picks the first that is served. */
  readonly versions: readonly string[];
  readonly role: "application" | "source" | "other";
  /** Name that people use where `kind` alone would be ambiguous: `Flux Kustomization`. */
  readonly title: string;
  /** Absent: objects have a namespace. */
  readonly scope?: "Cluster";
  /** Where its objects usually are, for manifests that leave the namespace to whoever applies them. */
  readonly homeNamespace?: string;
  readonly statusOf: (object: LiveObject, context: LiveContext) => LiveStatus;
  readonly conditionsOf: (object: LiveObject) => readonly LiveCondition[];
  readonly historyOf: (object: LiveObject) => readonly LiveHistoryEntry[];
  readonly resourcesOf: (object: LiveObject) => readonly ManagedResource[];
  /** Problems with the field that causes each. */
  readonly placesOf: (object: LiveObject, context: LiveContext) => readonly ConditionPlace[];
  /** Values that a manifest field has live, for inlay hints: the revision behind a branch, the weight of a canary. */
  readonly hintsOf: (
    object: LiveObject,
  ) => readonly { readonly path: readonly (string | number)[]; readonly text: string }[];
  /** Changes of the manifest that the object waits for; absent: it waits for none. */
  readonly awaitedEdits?: (object: LiveObject) => readonly AwaitedEdit[];
  /** Where the controller keeps the plan for people to read, or why there is none; absent: it makes no plans. */
  readonly planOf?: (object: LiveObject) => ReadablePlan;
  /** Where the cluster says at which address the web interface is that has a page for the object; absent: none has. */
  readonly webAddress?: (object: LiveObject) => KeptText;
  /** What is ignored besides what the object says itself; absent: nothing. */
  readonly systemIgnores?: SystemIgnores;
  /** The repositories and directories that the object takes files from; absent: the kind takes none. */
  readonly sourcesOf?: (object: LiveObject) => readonly LiveSource[];
  /** The other cluster that the object delivers to; undefined when that is its own. */
  readonly remoteOf?: (object: LiveObject) => RemoteCluster | undefined;
  /** What one and several of the objects are called that this one makes and that name it as their owner; absent: none. */
  readonly makes?: readonly [one: string, many: string];
  /** Argo CD project or the like, to group by. */
  readonly projectOf: (object: LiveObject) => string | undefined;
  /** The most usual one first. */
  readonly actions: readonly LiveAction[];
  /** Equivalent on the command line of the controller, for "Copy CLI Command": an action id to its words. */
  readonly commandLine: (object: LiveObject, action: string) => string | undefined;
  /**
   * Values to group, filter and show further: free fields, never secret. `webPath` is the path of the object's page below
   * the address of the controller's web interface.
   */
  readonly facts: (object: LiveObject) => Readonly<Record<string, Json>>;
}
