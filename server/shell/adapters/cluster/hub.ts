import { keyText, type ObjectKey } from "../../../core/cluster/liveObject.ts";
import type { Deletion } from "../../../features/jqEvaluator.ts";
import type {
  ClusterConnection,
  ConnectClusterParams,
  RunClusterActionParams,
  RunClusterActionResult,
} from "../../../protocol/cluster.ts";
import { AskedJq } from "./askedJq.ts";
import { compareObjects } from "./compare.ts";
import { Connection } from "./connection.ts";
import { isProtected } from "./contexts.ts";
import { controllerLogs } from "./controllerLogs.ts";
import { detailsOf } from "./details.ts";
import { openAccess } from "./kubeConfig.ts";
import type { Batch, ClusterCalls, ClusterPolicy, ClusterSetup, ThreadOutput } from "./messages.ts";
import { actionsOf, Plans, readOnlyReason, type WritePolicy } from "./plans.ts";
import { customTypes, openApiOf } from "./publishedSchemas.ts";
import { readablePlan } from "./readablePlan.ts";
import { readConfigMap } from "./readConfigMap.ts";
import { runPlan } from "./runPlan.ts";
import { webAddressOf } from "./webAddress.ts";

/** A connected context and what is to be told about it. */
interface Entry {
  readonly connection: Connection;
  timer: NodeJS.Timeout | undefined;
  /** The connection as it was last told, as JSON. */
  told: string;
  /** Followed objects that changed since the last batch. */
  readonly fresh: Map<string, ObjectKey>;
}

type Answers = {
  readonly [M in keyof ClusterCalls]: (
    params: ClusterCalls[M]["params"],
    signal: AbortSignal,
  ) => Promise<ClusterCalls[M]["result"]>;
};

/** All connected contexts of the thread: answers the server's calls and tells it what changed. */
export class ClusterHub {
  readonly #setup: ClusterSetup;
  readonly #post: (output: ThreadOutput) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #plans = new Plans();
  readonly #jq: AskedJq;
  readonly #observers = new Set<{ readonly context: string; readonly key: string; readonly changed: () => void }>();
  #policy: ClusterPolicy;
  /** Running actions by context; they stop waiting when it is disconnected. */
  readonly #runs = new Map<AbortController, string>();
  #followed: ReadonlySet<string> = new Set();

  constructor(setup: ClusterSetup, post: (output: ThreadOutput) => void) {
    this.#setup = setup;
    this.#policy = setup.policy;
    this.#post = post;
    this.#jq = new AskedJq(post);
  }

  /** What the server may ask. */
  readonly answers: Answers = {
    connect: async (params) => ({ connection: await this.#connect(params) }),
    disconnect: async ({ context }) => {
      this.#drop(context);
      return { kind: "done" };
    },
    details: async (id) => {
      const entry = this.#entries.get(id.context);
      return entry ? detailsOf(entry.connection, id) : { kind: "missing", reason: notConnected(id.context) };
    },
    actions: async (id) => {
      const entry = this.#entries.get(id.context);
      if (!entry) return { kind: "missing", reason: notConnected(id.context) };
      return actionsOf(entry.connection, id, this.#policyOf(id.context));
    },
    plan: async (params) => {
      const { context } = params.object;
      const entry = this.#entries.get(context);
      if (!entry) return { kind: "refused", reason: notConnected(context) };
      return this.#plans.make(entry.connection, params, this.#policyOf(context));
    },
    run: (params, signal) => this.#run(params, signal),
    compare: async (params, signal) => {
      const entry = this.#entries.get(params.context);
      if (!entry) return { kind: "failed", message: notConnected(params.context) };
      return compareObjects(entry.connection, params, this.#jq, signal);
    },
    object: async (id) => {
      const object = this.#entries.get(id.context)?.connection.state.find(id);
      return object ? { kind: "found", value: object } : { kind: "missing", reason: "It is not watched." };
    },
    configMap: async (params) => {
      const entry = this.#entries.get(params.context);
      if (!entry) return { kind: "denied", message: notConnected(params.context) };
      return readConfigMap(entry.connection, params);
    },
    planText: async (id) => {
      const entry = this.#entries.get(id.context);
      return entry ? readablePlan(entry.connection, id) : { kind: "missing", reason: notConnected(id.context) };
    },
    webAddress: async (id) => {
      const entry = this.#entries.get(id.context);
      return entry ? webAddressOf(entry.connection, id) : { kind: "missing", reason: notConnected(id.context) };
    },
    logs: async (id) => {
      const entry = this.#entries.get(id.context);
      return entry ? controllerLogs(entry.connection, id) : { kind: "missing", reason: notConnected(id.context) };
    },
    types: async ({ context }) => {
      const entry = this.#entries.get(context);
      return entry ? customTypes(entry.connection) : { kind: "missing", reason: notConnected(context) };
    },
    openApi: async (params) => {
      const entry = this.#entries.get(params.context);
      return entry ? openApiOf(entry.connection, params) : { kind: "missing", reason: notConnected(params.context) };
    },
  };

  /** Takes the server's answer to a question about jq. */
  answered(id: number, deletion: Deletion): void {
    this.#jq.answered(id, deletion);
  }

  /** Takes over changed settings. */
  configure(policy: ClusterPolicy): void {
    this.#policy = policy;
    for (const context of this.#entries.keys()) this.#schedule(context);
  }

  /** Follows other objects from now on: those that are new among them are told with the next batch. */
  follow(keys: readonly string[]): void {
    const before = this.#followed;
    this.#followed = new Set(keys);
    const added = new Set(keys.filter((key) => !before.has(key)));
    if (added.size === 0) return;
    for (const [context, { connection, fresh }] of this.#entries) {
      for (const { item } of connection.summaries.all()) if (added.has(keyText(item))) fresh.set(keyText(item), item);
      if (fresh.size > 0) this.#schedule(context);
    }
  }

  async #connect({ context, namespace }: ConnectClusterParams): Promise<ClusterConnection> {
    this.#drop(context);
    const { times, home } = this.#setup;
    const connection = new Connection({
      context,
      namespace,
      open: (tokens) => openAccess({ setting: this.#policy.kubeconfig, env: process.env, home }, context, tokens),
      times,
      changed: () => this.#schedule(context),
      log: (line) => this.#post({ type: "log", line }),
      objectChanged: (key) => this.#objectChanged(context, key),
    });
    const entry: Entry = { connection, timer: undefined, told: "", fresh: new Map() };
    this.#entries.set(context, entry);
    this.#schedule(context);
    await connection.start();
    return connection.describe(this.#policyOf(context));
  }

  #drop(context: string): void {
    const entry = this.#entries.get(context);
    if (!entry) return;
    entry.connection.stop();
    for (const [controller, each] of this.#runs) if (each === context) controller.abort();
    clearTimeout(entry.timer);
    this.#entries.delete(context);
    const removed = entry.connection.summaries.all().map(({ item }) => item);
    this.#post({ type: "batch", batch: { context, connection: null, changed: [], removed, objects: [] } });
  }

  #policyOf(context: string): WritePolicy {
    return {
      isProtected: isProtected(context, this.#policy.protectedContexts),
      isReadOnly: this.#policy.isReadOnly,
    };
  }

  #objectChanged(context: string, key: ObjectKey): void {
    const text = keyText(key);
    if (this.#followed.has(text)) this.#entries.get(context)?.fresh.set(text, key);
    for (const observer of this.#observers)
      if (observer.key === text && observer.context === context) observer.changed();
  }

  #schedule(context: string): void {
    const entry = this.#entries.get(context);
    if (!entry || entry.timer) return;
    entry.timer = setTimeout(() => {
      entry.timer = undefined;
      const batch = this.#batchOf(context, entry);
      if (batch) this.#post({ type: "batch", batch });
    }, this.#setup.times.batch);
  }

  #batchOf(context: string, entry: Entry): Batch | undefined {
    const { connection, fresh } = entry;
    const { changed, removed } = connection.summaries.take();
    // An object that arrived before it was followed, and was not judged yet when it was.
    for (const { item } of changed) if (this.#followed.has(keyText(item))) fresh.set(keyText(item), item);
    const objects = [...fresh.values()].flatMap((key) => connection.state.find(key) ?? []);
    fresh.clear();
    const described = connection.describe(this.#policyOf(context));
    const told = JSON.stringify(described);
    const isNews = told !== entry.told;
    entry.told = told;
    if (!isNews && changed.length + removed.length + objects.length === 0) return undefined;
    return { context, changed, removed, objects, ...(isNews && { connection: described }) };
  }

  async #run({ planId, typedName }: RunClusterActionParams, signal: AbortSignal): Promise<RunClusterActionResult> {
    const waiting = this.#plans.peek(planId);
    if (!waiting)
      return refused("This confirmation was used already, or is older than ten minutes. Start the action anew.");
    const { context } = waiting.object;
    const entry = this.#entries.get(context);
    if (!entry) return refused(notConnected(context));
    if (this.#policyOf(context).isReadOnly) return refused(readOnlyReason);
    const name = this.#policyOf(context).isProtected ? waiting.object.name : waiting.typedName;
    if (name !== undefined && typedName !== name) {
      return refused(`\`${context}\` is protected: type the name \`${name}\` to confirm. Nothing was written.`);
    }
    this.#plans.take(planId);
    const controller = new AbortController();
    signal.addEventListener("abort", () => controller.abort(), { once: true });
    this.#runs.set(controller, context);
    const ended = runPlan(waiting, {
      connection: entry.connection,
      observe: (key, changed) => {
        const observer = { context, key: keyText(key), changed };
        this.#observers.add(observer);
        return () => this.#observers.delete(observer);
      },
      progress: (message) => this.#post({ type: "progress", planId, message }),
      audit: (line) => this.#post({ type: "audit", line }),
      signal: controller.signal,
      poll: this.#setup.times.poll,
      settle: this.#setup.times.settle,
    });
    return ended.finally(() => this.#runs.delete(controller));
  }
}

function refused(message: string): RunClusterActionResult {
  return { kind: "refused", message };
}

function notConnected(context: string): string {
  return `\`${context}\` is not connected. Connect to it first.`;
}
