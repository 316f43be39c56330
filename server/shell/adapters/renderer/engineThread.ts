import { Worker } from "node:worker_threads";
import type { FileContent } from "../../../features/renderer.ts";
import { type CallHeader, parseReply, type WorkerCall, type WorkerReply, type WorkerSetup } from "./workerMessages.ts";

/** How long loading the engine may take before it counts as hanging, in milliseconds. */
const startDeadline = 60_000;

/** Native stack of the thread in megabytes: Go's calls nest on it, deeply for deeply nested YAML. */
const stackSizeMb = 32;

/** The answer to a call, or why there is none. The thread is of no use after anything but a reply. */
export type Answer =
  | { readonly kind: "reply"; readonly reply: WorkerReply }
  | { readonly kind: "timedOut" }
  | { readonly kind: "stopped"; readonly cause: string };

/** A worker thread with the engine in it, which answers one call at a time. */
export class EngineThread {
  readonly #worker: Worker;
  #nextId = 1;
  #waiting: { readonly id: number; readonly settle: (answer: Answer) => void } | undefined;
  #cause: string | undefined;
  #errorOutput = "";
  /** Resolves when the engine is loaded, or the thread ended. */
  readonly #ready: Promise<true>;

  constructor(entry: URL, setup: WorkerSetup) {
    // Its output is kept from this process, whose stdout may be an LSP connection.
    this.#worker = new Worker(entry, {
      name: "gitops-engine",
      workerData: { wasm: setup.wasm, support: setup.support },
      stdout: true,
      stderr: true,
      execArgv: [],
      env: {},
      resourceLimits: { stackSizeMb },
    });
    this.#worker.unref();
    this.#worker.stderr.on("data", (chunk: Buffer) => {
      this.#errorOutput = (this.#errorOutput + chunk.toString()).slice(-4000);
    });
    this.#worker.stdout.resume();
    this.#worker.on("message", (message: unknown) => this.#receive(message));
    this.#worker.on("error", (error: unknown) => this.#end(error instanceof Error ? error.message : String(error)));
    this.#worker.on("exit", (code) => this.#end(this.#errorOutput.trim() || `the thread ended with code ${code}`));
    const { promise, resolve } = Promise.withResolvers<true>();
    this.#ready = promise;
    for (const event of ["message", "error", "exit"]) this.#worker.once(event, () => resolve(true));
  }

  /** True when the thread can not answer any more. */
  get isEnded(): boolean {
    return this.#cause !== undefined;
  }

  /** Makes one call; `deadline` in milliseconds counts from when the engine is loaded. Never rejects. */
  async call(header: CallHeader, contents: readonly FileContent[], deadline: number): Promise<Answer> {
    this.#worker.ref();
    try {
      const loaded = await withDeadline(this.#ready, startDeadline);
      if (!loaded) return { kind: "timedOut" };
      if (this.#cause !== undefined) return { kind: "stopped", cause: this.#cause };
      const { promise, resolve } = Promise.withResolvers<Answer>();
      const call: WorkerCall = { id: this.#nextId++, header, contents };
      this.#waiting = { id: call.id, settle: resolve };
      this.#worker.postMessage(call);
      return (await withDeadline(promise, deadline)) ?? { kind: "timedOut" };
    } finally {
      this.#waiting = undefined;
      this.#worker.unref();
    }
  }

  /** Ends the thread, also in the middle of a call. */
  terminate(): void {
    this.#end("it was ended");
    void this.#worker.terminate();
  }

  #receive(message: unknown): void {
    const reply = parseReply(message);
    if (reply && reply.id === this.#waiting?.id) this.#waiting.settle({ kind: "reply", reply });
  }

  #end(cause: string): void {
    this.#cause ??= cause;
    this.#waiting?.settle({ kind: "stopped", cause: this.#cause });
  }
}

/** The value, or undefined when the deadline (milliseconds) passes before. */
async function withDeadline<T>(promise: Promise<T>, deadline: number): Promise<T | undefined> {
  const { promise: passed, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, deadline, undefined);
  try {
    return await Promise.race([promise, passed]);
  } finally {
    clearTimeout(timer);
  }
}
