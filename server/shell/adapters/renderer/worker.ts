// The thread that runs the engine, and the only loader of it.
import { parentPort, workerData } from "node:worker_threads";
import type { FileContent } from "../../../features/renderer.ts";
import { loadEngine } from "./engine.ts";
import { decodeFrame, encodeFrame } from "./frame.ts";
import { isRecord, type WorkerReply } from "./workerMessages.ts";

const port = parentPort;
if (!port) throw new Error("worker.ts runs as a worker thread");
const engine = await loadEngine(parseSetup(workerData));

port.on("message", (message: unknown) => {
  const { id, header, contents } = parseCall(message);
  const { paths, ...rest } = header;
  const start = performance.now();
  const { header: answer, text } = decodeFrame(engine.call(encodeFrame(rest, stringsOf(paths), contents)));
  const milliseconds = performance.now() - start;
  const reply: WorkerReply = { id, header: answer, text, milliseconds, memory: engine.memorySize() };
  port.postMessage(reply);
});

port.postMessage("ready");

function parseSetup(data: unknown) {
  if (isRecord(data) && typeof data["wasm"] === "string" && typeof data["support"] === "string") {
    return { wasm: data["wasm"], support: data["support"] };
  }
  throw new Error("the worker was started without the paths of the engine");
}

function parseCall(message: unknown) {
  if (!isRecord(message) || typeof message["id"] !== "number" || !isRecord(message["header"])) {
    throw new Error("unreadable call");
  }
  const contents = Array.isArray(message["contents"]) ? message["contents"].filter(isContent) : [];
  return { id: message["id"], header: message["header"], contents };
}

function isContent(value: unknown): value is FileContent {
  return typeof value === "string" || value instanceof Uint8Array;
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
