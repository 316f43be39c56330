import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { isRecord, type WorkerSetup } from "./workerMessages.ts";

/** The running WebAssembly. */
export interface Engine {
  /** Takes and returns a frame; blocks until the engine has answered. */
  call(frame: Uint8Array): Uint8Array;
  /** Size of its memory in bytes. */
  memorySize(): number;
}

const callName = "gitopsAuthoringEngine";

/**
 * Loads the engine into this thread, which should have nothing else to do. Go's support code defines
 * the global `Go`, with a file system that knows no files; fetch and its like are removed before, so
 * nothing the engine runs can reach disk or network.
 */
export async function loadEngine(setup: WorkerSetup): Promise<Engine> {
  for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "EventSource"]) Reflect.deleteProperty(globalThis, name);
  await import(pathToFileURL(setup.support).href);
  const go = construct(Reflect.get(globalThis, "Go"));
  const webAssembly: unknown = Reflect.get(globalThis, "WebAssembly");
  const { instance } = properties(
    await invoke(webAssembly, "instantiate", await readFile(setup.wasm), Reflect.get(go, "importObject")),
  );
  const exports = properties(properties(instance)["exports"]);
  // Never settles while the engine runs: Go returns from main only when it stops.
  void Promise.resolve(invoke(go, "run", instance)).then(() => {
    throw new Error("the engine ended");
  });
  const call: unknown = Reflect.get(globalThis, callName);
  if (typeof call !== "function") throw new Error(`${setup.wasm} did not define ${callName}`);
  return {
    call(frame) {
      const reply: unknown = call(frame);
      if (!(reply instanceof Uint8Array)) throw new Error("the engine stopped");
      return reply;
    },
    memorySize() {
      const buffer = properties(exports["mem"])["buffer"];
      return buffer instanceof ArrayBuffer ? buffer.byteLength : 0;
    },
  };
}

function construct(classOfGo: unknown): object {
  if (typeof classOfGo !== "function") throw new Error("Go's support code did not define Go");
  const instance: unknown = Reflect.construct(classOfGo, []);
  return properties(instance);
}

function invoke(target: unknown, method: string, ...rest: readonly unknown[]): unknown {
  const found = properties(target)[method];
  if (typeof found !== "function") throw new Error(`${method} is missing`);
  return Reflect.apply(found, target, rest);
}

function properties(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Error("unexpected shape of Go's support code");
  return value;
}
