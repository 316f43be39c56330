// Stands in for the worker with the engine: what it does with a call is written in the path that the
// call wants to render, or in its expression, so tests decide when it hangs, stops or answers.
import { parentPort } from "node:worker_threads";
import { fieldsOf, text, texts } from "../records.ts";

const port = parentPort;
if (!port) throw new Error("standIn.ts runs as a worker thread");
const held = new Set<string>();

port.on("message", (message: unknown) => {
  const call = fieldsOf(message);
  const header = fieldsOf(call["header"]);
  if (header["expression"] === "stop") throw new Error("told to stop");
  if (header["operation"] !== "render") return answer(call["id"], text(header, "operation"), 1);
  const target = text(fieldsOf(header["request"]), "target");
  if (target === "/hang") for (;;) Math.random();
  if (target === "/stop") throw new Error("told to stop");
  for (const path of texts(header, "remove")) held.delete(path);
  for (const path of texts(header, "paths")) held.add(path);
  const change = { set: texts(header, "paths"), remove: texts(header, "remove"), held: [...held].sort() };
  answer(call["id"], JSON.stringify(change), target === "/grow" ? 1e12 : 1);
});

function answer(id: unknown, said: string, memory: number): void {
  port?.postMessage({ id, header: {}, text: said, milliseconds: 0, memory });
}

port.postMessage("ready");
