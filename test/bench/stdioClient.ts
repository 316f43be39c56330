import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { clusterThreadName } from "../../server/shell/adapters/cluster/clusterThread.ts";
import type { Edit } from "./contestant.ts";

/** Milliseconds of processor time of the main thread, of the one that holds the connected clusters, and of all threads. */
export interface ProcessorTime {
  readonly main: number;
  readonly cluster: number;
  readonly all: number;
}

/** An editor that speaks LSP to a server in a process of its own. */
export interface StdioClient {
  open(uri: string, text: string): void;
  /** Sends an edit, and resolves when the diagnostics of the text after it arrive. */
  change(uri: string, edit: Edit): Promise<number>;
  /** Resolves when diagnostics of the file arrive. */
  published(uri: string): Promise<number>;
  request(method: string, params?: unknown): Promise<unknown>;
  /** Calls back with each notification of a method from now on, in place of an earlier callback. */
  notified<Params>(method: string, take: (params: Params) => void): void;
  /** Calls back with each request of the server to look at something again. */
  asked(method: string, take: () => void): void;
  /** Resolves when the server logs a line with this text, now or before. */
  logged(text: string): Promise<void>;
  /** Resident memory of the server process in megabytes, now and at its highest; undefined where the system has no /proc. */
  memory(): { readonly now: number; readonly peak: number } | undefined;
  /** What the server's threads took until now; undefined without /proc. */
  processor(): ProcessorTime | undefined;
  stop(): Promise<void>;
}

/** Starts a server with Node and opens a folder in it; `workspace` are further abilities of the editor. */
export async function startClient(
  program: readonly string[],
  folder: string,
  settings: unknown,
  workspace: object = {},
): Promise<StdioClient> {
  const child = spawn(process.execPath, program, { stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, ((problems: number) => void)[]>();
  const log: string[] = [];
  const logWaiters = new Set<() => void>();
  const versions = new Map<string, number>();
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    if (params.version !== undefined && params.version !== versions.get(params.uri)) return;
    for (const resolve of waiting.get(params.uri)?.splice(0) ?? []) resolve(params.diagnostics.length);
  });
  connection.onNotification("window/logMessage", ({ message }: { readonly message: string }) => {
    log.push(message);
    for (const look of logWaiters) look();
  });
  connection.onRequest("workspace/configuration", ({ items }: { readonly items: readonly unknown[] }) =>
    items.map(() => ({})),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("window/workDoneProgress/create", () => null);
  connection.listen();
  const root = pathToFileURL(folder).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: root,
    capabilities: { workspace, textDocument: { completion: { completionItem: { snippetSupport: true } } } },
    workspaceFolders: [{ uri: root, name: "bench" }],
    initializationOptions: settings,
  });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("workspace/didChangeConfiguration", { settings });
  const published = (uri: string): Promise<number> => {
    const { promise, resolve } = Promise.withResolvers<number>();
    waiting.set(uri, [...(waiting.get(uri) ?? []), resolve]);
    return promise;
  };
  const notify = (method: string, params: unknown): void => void connection.sendNotification(method, params);
  return {
    open(uri, text) {
      versions.set(uri, 1);
      notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
    },
    change(uri, { start, end, text }) {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      const contentChanges = [{ range: { start, end }, text }];
      const answer = published(uri);
      notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
      return answer;
    },
    published,
    request: (method, params) =>
      params === undefined ? connection.sendRequest(method) : connection.sendRequest(method, params),
    notified: (method, take) => void connection.onNotification(method, take),
    asked: (method, take) =>
      void connection.onRequest(method, () => {
        take();
        return null;
      }),
    logged(text) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = (): void => {
        if (!log.some((line) => line.includes(text))) return;
        logWaiters.delete(look);
        resolve();
      };
      logWaiters.add(look);
      look();
      return promise;
    },
    memory: () => memoryOf(child.pid),
    processor: () => processorOf(child.pid),
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      connection.dispose();
      child.kill();
      await ended;
    },
  };
}

function memoryOf(pid: number | undefined): { readonly now: number; readonly peak: number } | undefined {
  if (process.platform !== "linux" || pid === undefined) return undefined;
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1024;
  return { now: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}

function processorOf(pid: number | undefined): ProcessorTime | undefined {
  if (process.platform !== "linux" || pid === undefined) return undefined;
  const threads = `/proc/${pid}/task`;
  const isOfCluster = (thread: string): boolean =>
    readFileSync(`${threads}/${thread}/comm`, "utf8").trim() === clusterThreadName;
  const cluster = readdirSync(threads).filter(isOfCluster);
  return {
    main: ticksOf(`${threads}/${pid}/stat`),
    cluster: cluster.reduce((sum, thread) => sum + ticksOf(`${threads}/${thread}/stat`), 0),
    all: ticksOf(`/proc/${pid}/stat`),
  };
}

/** User and system time of a stat file of Linux, in milliseconds; it counts in hundredths of a second. */
function ticksOf(file: string): number {
  const fields = readFileSync(file, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
