import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type Diagnostic,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { projectFolder } from "../harness/yamlFiles.ts";

/** A server in a process of its own, as an editor starts it. */
export interface ServerProcess {
  readonly connection: MessageConnection;
  readonly child: ChildProcess;
  notify(method: string, params: unknown): Promise<void>;
  open(uri: string, text: string): Promise<void>;
  /** Replaces a range of zero-based lines and characters. */
  edit(uri: string, from: readonly [number, number], to: readonly [number, number], text: string): Promise<void>;
  close(uri: string): Promise<void>;
  /** The next diagnostics of a file. */
  nextDiagnostics(uri: string): Promise<readonly Diagnostic[]>;
  /** Resolves when the server logged a line that contains the text. */
  logged(text: string): Promise<string>;
  /** How long the event loop of the server stood still at most since the last question. Milliseconds. */
  longestPause(): Promise<number>;
}

/** Starts a server with a folder; it ends with the test. */
export async function startServerProcess(context: TestContext, folder: string): Promise<ServerProcess> {
  const main = join(projectFolder, "server/shell/main.ts");
  const monitor = pathToFileURL(join(import.meta.dirname, "loopMonitor.ts")).href;
  const child = spawn(process.execPath, ["--import", monitor, main, "--stdio"], {
    stdio: ["pipe", "pipe", "inherit", "ipc"],
  });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error("The server has no streams");
  const connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  const log: string[] = [];
  const waiting = new Set<() => void>();
  const diagnosticWaiters = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
    log.push(message);
    for (const waiter of waiting) waiter();
  });
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }: PublishDiagnosticsParams) =>
    diagnosticWaiters.get(uri)?.(diagnostics),
  );
  connection.listen();
  context.after(async () => {
    connection.dispose();
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });
  await connection.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "folder" }],
  });
  const versions = new Map<string, number>();
  const next = (uri: string): number => {
    versions.set(uri, (versions.get(uri) ?? 0) + 1);
    return versions.get(uri) ?? 0;
  };
  const notify = (method: string, params: unknown): Promise<void> => connection.sendNotification(method, params);
  await notify("initialized", {});
  return {
    connection,
    child,
    notify,
    open: (uri, text) =>
      notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: next(uri), text } }),
    edit: (uri, [startLine, startCharacter], [endLine, endCharacter], text) => {
      const start = { line: startLine, character: startCharacter };
      const end = { line: endLine, character: endCharacter };
      return notify("textDocument/didChange", {
        textDocument: { uri, version: next(uri) },
        contentChanges: [{ range: { start, end }, text }],
      });
    },
    close: (uri) => notify("textDocument/didClose", { textDocument: { uri } }),
    nextDiagnostics: (uri) => {
      const { promise, resolve } = Promise.withResolvers<readonly Diagnostic[]>();
      diagnosticWaiters.set(uri, resolve);
      return promise;
    },
    logged: (text) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const check = (): void => {
        const line = log.find((each) => each.includes(text));
        if (line === undefined) return;
        waiting.delete(check);
        resolve(line);
      };
      waiting.add(check);
      check();
      return promise;
    },
    longestPause: () => {
      const { promise, resolve } = Promise.withResolvers<number>();
      child.once("message", (message) => resolve(pauseIn(message)));
      child.send("how long?");
      return promise;
    },
  };
}

function pauseIn(message: unknown): number {
  if (typeof message !== "object" || message === null || !("longestPause" in message)) return Number.NaN;
  return Number(message.longestPause);
}
