import { Worker } from "node:worker_threads";
import {
  type ClusterCalls,
  type ClusterSetup,
  isResult,
  isThreadOutput,
  type ThreadInput,
  type ThreadOutput,
} from "./messages.ts";

/** Tells when nobody waits for an answer any more; an LSP cancellation token is one. */
export interface CancellationSource {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}

/** What the thread tells without being asked. */
export interface ClusterThreadEvents {
  told(output: ThreadOutput): void;
  /** The thread ended by itself; what was connected is not any more. */
  ended(reason: string): void;
}

interface Pending {
  readonly settle: (result: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** What the thread is called in a list of threads such as that of `top -H`, where the system shows names. */
export const clusterThreadName = "gitops-cluster";

/** The thread that holds the connected clusters, from the side of the server. */
export class ClusterThread {
  readonly #worker: Worker;
  readonly #events: ClusterThreadEvents;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #cause: string | undefined;
  #errorOutput = "";

  constructor(entry: URL, setup: ClusterSetup, events: ClusterThreadEvents) {
    this.#events = events;
    // Its output is kept from this process, whose stdout may be an LSP connection.
    this.#worker = new Worker(entry, {
      name: clusterThreadName,
      workerData: setup,
      stdout: true,
      stderr: true,
      execArgv: [],
    });
    this.#worker.unref();
    this.#worker.stderr.on("data", (chunk: Buffer) => {
      this.#errorOutput = (this.#errorOutput + chunk.toString()).slice(-4000);
    });
    this.#worker.stdout.resume();
    this.#worker.on("message", (message: unknown) => this.#receive(message));
    this.#worker.on("error", (error: unknown) => this.#end(error instanceof Error ? error.message : String(error)));
    this.#worker.on("exit", (code) => this.#end(this.#errorOutput.trim() || `the thread ended with code ${code}`));
  }

  /** True when the thread cannot answer any more. */
  get isEnded(): boolean {
    return this.#cause !== undefined;
  }

  /** Makes a call; cancelling it lets the thread stop early and answer how far it got. Rejects when the thread ended. */
  async call<M extends keyof ClusterCalls>(
    method: M,
    params: ClusterCalls[M]["params"],
    token?: CancellationSource,
  ): Promise<ClusterCalls[M]["result"]> {
    if (this.#cause !== undefined) throw new Error(this.#cause);
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(id, { settle: resolve, fail: reject });
    this.#worker.ref();
    this.#worker.postMessage({ type: "call", id, method, params });
    const cancelling = token?.onCancellationRequested(() => this.tell({ type: "cancel", id }));
    try {
      const result = await promise;
      if (!isResult(method, result)) throw new Error(`The cluster thread gave no answer to ${method}.`);
      return result;
    } finally {
      cancelling?.dispose();
      this.#pending.delete(id);
      if (this.#pending.size === 0) this.#worker.unref();
    }
  }

  /** Tells something that needs no answer. */
  tell(input: ThreadInput): void {
    if (this.#cause === undefined) this.#worker.postMessage(input);
  }

  /** Ends the thread with all its connections. */
  async terminate(): Promise<void> {
    this.#cause ??= "it was ended";
    await this.#worker.terminate();
  }

  #receive(message: unknown): void {
    if (!isThreadOutput(message)) return;
    if (message.type === "reply") this.#pending.get(message.id)?.settle(message.result);
    else if (message.type === "failed") this.#pending.get(message.id)?.fail(new Error(message.message));
    else this.#events.told(message);
  }

  #end(cause: string): void {
    if (this.#cause !== undefined) return;
    this.#cause = cause;
    for (const { fail } of this.#pending.values()) fail(new Error(`The cluster thread ended: ${cause}`));
    this.#events.ended(cause);
  }
}
