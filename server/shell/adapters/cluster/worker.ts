// The thread of the connected clusters. It is started by the first "connect", never before.
import { parentPort, workerData } from "node:worker_threads";
import { ClusterHub } from "./hub.ts";
import { type Call, type ClusterCalls, isClusterSetup, isThreadInput, type ThreadOutput } from "./messages.ts";

const port = parentPort;
if (!port) throw new Error("worker.ts runs as a worker thread");
const setup: unknown = workerData;
if (!isClusterSetup(setup)) throw new Error("the worker was started without its settings");
const post = (output: ThreadOutput): void => port.postMessage(output);
const hub = new ClusterHub(setup, post);
const running = new Map<number, AbortController>();

async function answer<M extends keyof ClusterCalls>({ id, method, params }: Call<M>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    post({ type: "reply", id, result: await hub.answers[method](params, controller.signal) });
  } catch (error) {
    post({ type: "failed", id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    running.delete(id);
  }
}

port.on("message", (message: unknown) => {
  if (!isThreadInput(message)) throw new Error("unreadable message");
  if (message.type === "call") void answer(message);
  else if (message.type === "cancel") running.get(message.id)?.abort();
  else if (message.type === "deletion") hub.answered(message.id, message.deletion);
  else if (message.type === "follow") hub.follow(message.keys);
  else hub.configure(message.policy);
});
