import { existsSync } from "node:fs";
import type { JsonObject } from "../../../core/cluster/liveObject.ts";
import type { Deletion, JqEvaluator } from "../../../features/jqEvaluator.ts";
import type { Renderer, RenderRequest, RenderResult, RenderToken } from "../../../features/renderer.ts";
import { type Answer, EngineThread } from "./engineThread.ts";
import { parseDeletion } from "./parseDeletion.ts";
import { noFacts, parseResponse } from "./parseResponse.ts";
import { type InputChange, SentFiles } from "./sentFiles.ts";
import type { CallHeader, WorkerSetup } from "./workerMessages.ts";

/** Where the engine is and how far it may go. */
export interface RendererOptions extends WorkerSetup {
  /** The worker's module: worker.ts beside this file, or the bundle of it. */
  readonly worker: URL;
  /**
   * Longest time one render may take in milliseconds; 30 seconds when absent. Files that are new to
   * the engine add to it, because they have to be parsed: 5 seconds a megabyte.
   */
  readonly deadline?: number;
  /** Size of the engine's memory in bytes above which it is started anew; 640 MiB when absent. */
  readonly maximumMemory?: number;
  /** Takes a line for the log; never holds contents of files. */
  readonly log?: (line: string) => void;
}

/** A first render takes 3 s of one core, and several times that where others want the core too. */
const defaultDeadline = 30_000;
const parseTimePerByte = 0.005;
const defaultMaximumMemory = 640 * 1024 * 1024;

/** How long nothing must be asked before garbage is collected, in milliseconds. */
const idleTime = 400;

/** Renders, and evaluates jq, with the WebAssembly engine in a worker thread of its own, started when first needed. */
export function createRenderer(options: RendererOptions): Renderer & JqEvaluator {
  return new EngineRenderer(options);
}

interface Pending {
  readonly request: RenderRequest;
  readonly token: RenderToken | undefined;
  readonly settle: (result: RenderResult) => void;
}

type Contents = Pick<InputChange, "contents">;

interface PendingDeletion {
  readonly expression: string;
  /** The objects as a JSON list. */
  readonly list: string;
  readonly settle: (deletion: Deletion) => void;
}

class EngineRenderer implements Renderer, JqEvaluator {
  readonly #options: RendererOptions;
  readonly #pending = new Map<string, Pending>();
  readonly #deletions: PendingDeletion[] = [];
  readonly #sent = new Map<string, SentFiles>();
  readonly #forgotten = new Set<string>();
  #thread: EngineThread | undefined;
  #isWorking = false;
  #isDisposed = false;
  #wantsWarmUp = false;
  #hasGarbage = false;
  #wantsCollection = false;
  #keepsWarm = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: RendererOptions) {
    this.#options = options;
  }

  warmUp(): void {
    this.#keepsWarm = true;
    this.#wantsWarmUp = true;
    void this.#work();
  }

  render(request: RenderRequest, token?: RenderToken): Promise<RenderResult> {
    if (this.#isDisposed) return Promise.resolve({ kind: "cancelled" });
    if (!this.#isInstalled()) return Promise.resolve(engineMissing);
    const { promise, resolve } = Promise.withResolvers<RenderResult>();
    this.#pending.get(request.key)?.settle({ kind: "cancelled" });
    // Deleted first, so that the request queues behind those of other previews.
    this.#pending.delete(request.key);
    this.#pending.set(request.key, { request, token, settle: resolve });
    this.#forgotten.delete(request.key);
    void this.#work();
    return promise;
  }

  deletePaths(expression: string, objects: readonly JsonObject[]): Promise<Deletion> {
    if (this.#isDisposed) return Promise.resolve(ending);
    if (!this.#isInstalled()) return Promise.resolve({ kind: "engineMissing" });
    const { promise, resolve } = Promise.withResolvers<Deletion>();
    this.#deletions.push({ expression, list: JSON.stringify(objects), settle: resolve });
    void this.#work();
    return promise;
  }

  forget(key: string): void {
    this.#pending.get(key)?.settle({ kind: "cancelled" });
    this.#pending.delete(key);
    if (!this.#sent.delete(key)) return;
    this.#forgotten.add(key);
    void this.#work();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#idle);
    for (const { settle } of this.#pending.values()) settle({ kind: "cancelled" });
    this.#pending.clear();
    for (const { settle } of this.#deletions.splice(0)) settle(ending);
    this.#thread?.terminate();
  }

  /** Does what is asked for, one thing at a time: the thread answers one call at a time. */
  async #work(): Promise<void> {
    if (this.#isWorking || this.#isDisposed || !this.#isInstalled()) return;
    this.#isWorking = true;
    clearTimeout(this.#idle);
    for (let step = this.#nextStep(); step && !this.#isDisposed; step = this.#nextStep()) await step();
    this.#isWorking = false;
    if (this.#hasGarbage && !this.#isDisposed) this.#collectLater();
  }

  #nextStep(): (() => Promise<unknown>) | undefined {
    // Files of closed previews go before a new render under the same key could send its own.
    for (const key of this.#forgotten) {
      this.#forgotten.delete(key);
      if (this.#thread?.isEnded !== false) continue;
      return () => this.#call({ operation: "forget", tree: key });
    }
    for (const [key, pending] of this.#pending) {
      this.#pending.delete(key);
      return () => this.#answer(pending);
    }
    const deletion = this.#deletions.shift();
    if (deletion) return () => this.#delete(deletion);
    if (this.#wantsWarmUp) {
      this.#wantsWarmUp = false;
      return () => this.#call({ operation: "warmUp" });
    }
    if (this.#wantsCollection && this.#thread?.isEnded === false) {
      this.#wantsCollection = false;
      this.#hasGarbage = false;
      return () => this.#call({ operation: "collect" });
    }
    return undefined;
  }

  async #answer({ request, token, settle }: Pending): Promise<void> {
    if (token?.isCancellationRequested) return settle({ kind: "cancelled" });
    const thread = this.#liveThread();
    const change = this.#sentTo(request.key).advance(request);
    const answer = await this.#call(renderCall(request, change), change, thread);
    this.#hasGarbage = true;
    const isSuperseded = this.#isDisposed || this.#pending.has(request.key) || token?.isCancellationRequested;
    settle(isSuperseded ? { kind: "cancelled" } : resultOf(answer, this.#deadlineFor(change)));
  }

  async #delete({ expression, list, settle }: PendingDeletion): Promise<void> {
    const answer = await this.#call({ operation: "deletePaths", expression, paths: ["objects"] }, { contents: [list] });
    this.#hasGarbage = true;
    settle(this.#isDisposed ? ending : deletionOf(answer));
  }

  async #call(header: CallHeader, change?: Contents, thread = this.#liveThread()): Promise<Answer> {
    const answer = await thread.call(header, change?.contents ?? [], this.#deadlineFor(change));
    if (answer.kind !== "reply") this.#restart(thread, `${header.operation} ${describe(answer)}`);
    else if (answer.reply.memory > (this.#options.maximumMemory ?? defaultMaximumMemory)) {
      this.#restart(thread, `its memory grew to ${Math.round(answer.reply.memory / 1e6)} MB`);
    }
    return answer;
  }

  #liveThread(): EngineThread {
    if (!this.#thread || this.#thread.isEnded) {
      this.#sent.clear();
      this.#thread = new EngineThread(this.#options.worker, this.#options);
    }
    return this.#thread;
  }

  #restart(thread: EngineThread, reason: string): void {
    if (this.#isDisposed) return;
    this.#options.log?.(`The kustomize engine is started anew: ${reason}.`);
    thread.terminate();
    this.#wantsWarmUp = this.#keepsWarm;
  }

  #sentTo(key: string): SentFiles {
    const sent = this.#sent.get(key) ?? new SentFiles();
    this.#sent.set(key, sent);
    return sent;
  }

  #collectLater(): void {
    this.#idle = setTimeout(() => {
      this.#wantsCollection = true;
      void this.#work();
    }, idleTime).unref();
  }

  #isInstalled(): boolean {
    return existsSync(this.#options.wasm) && existsSync(this.#options.support);
  }

  #deadlineFor(change?: Contents): number {
    const size = change?.contents.reduce((sum, content) => sum + content.length, 0) ?? 0;
    return (this.#options.deadline ?? defaultDeadline) + Math.round(size * parseTimePerByte);
  }
}

function resultOf(answer: Answer, deadline: number): RenderResult {
  switch (answer.kind) {
    case "reply":
      return parseResponse(answer.reply);
    case "timedOut":
      return { kind: "timedOut", milliseconds: deadline, message: timedOutMessage(deadline) };
    case "stopped":
      return { kind: "failed", message: stoppedMessage(answer.cause), ...noFacts };
  }
}

function deletionOf(answer: Answer): Deletion {
  if (answer.kind === "reply") return parseDeletion(answer.reply);
  if (answer.kind === "timedOut") return { kind: "stopped", message: "it took too long, so that the engine was ended" };
  return { kind: "stopped", message: "the engine stopped while it ran, most likely because it needed too much memory" };
}

const ending: Deletion = { kind: "stopped", message: "the language server is ending" };

function renderCall(request: RenderRequest, change: InputChange): CallHeader {
  const order = request.order ?? "default";
  return {
    operation: "render",
    tree: request.key,
    remove: change.remove,
    paths: change.paths,
    directories: change.directories,
    links: change.links,
    request: {
      target: request.target,
      loadRestrictor: request.loadRestrictor ?? "rootOnly",
      reorder: order === "default" ? "" : order,
      unrenderable: request.unrenderable ?? "fail",
      ...changesCall(request.changes),
    },
  };
}

function changesCall(changes: RenderRequest["changes"]): { readonly flux?: object; readonly argo?: object } {
  if (!changes) return {};
  const { controller, ...rest } = changes;
  return { [controller]: rest };
}

const engineMissing: RenderResult = {
  kind: "engineMissing",
  message:
    "This build has no rendering engine, because Go was missing when it was made. " +
    "Install Go and build again, or set `gitops.kustomize.path` to a kustomize binary.",
};

function timedOutMessage(deadline: number): string {
  return (
    `Rendering took longer than ${deadline / 1000} seconds and was stopped. ` +
    "Look for YAML aliases that expand each other, or build a smaller folder."
  );
}

function stoppedMessage(cause: string): string {
  return `The rendering engine stopped and was started anew: ${cause}.`;
}

function describe(answer: Answer): string {
  return answer.kind === "stopped" ? `stopped it (${answer.cause})` : "took too long";
}
