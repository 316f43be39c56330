import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import {
  createConnection,
  createMessageConnection,
  type Diagnostic,
  type InitializeResult,
  type MessageConnection,
  ProposedFeatures,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { startServer } from "../../server/shell/server.ts";

/** An editor in a test: it speaks LSP to a server in the same process, over streams as over stdio. */
export interface LspClient {
  readonly connection: MessageConnection;
  readonly capabilities: InitializeResult["capabilities"];
  open(uri: string, text: string): void;
  /** Replaces a range of zero-based lines and characters. */
  edit(uri: string, from: readonly [number, number], to: readonly [number, number], text: string): void;
  close(uri: string): void;
  /** Resolves with the first diagnostics of a file that fit, those already there included. */
  diagnostics(uri: string, fits?: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  /** Resolves when the server logged a line that contains the text. */
  logged(text: string): Promise<string>;
  /** Sends a request; without params when there are none. */
  request<Result>(method: string, params?: unknown): Promise<Result>;
  /** Shuts the server down, so that neither a timer nor the engine outlives the test. */
  dispose(): Promise<void>;
}

/** Starts a server and an editor with the given workspace folders and initialization options. */
export async function startLspClient(folders: readonly string[], settings: unknown = {}): Promise<LspClient> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(server, { delays: { edited: 0, affected: 0 } });
  const connection = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const published = new Map<string, readonly Diagnostic[]>();
  const log: string[] = [];
  const waiters = new Set<() => void>();
  const changed = (): void => {
    for (const waiter of waiters) waiter();
  };
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }: PublishDiagnosticsParams) => {
    published.set(uri, diagnostics);
    changed();
  });
  connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
    log.push(message);
    changed();
  });
  connection.onRequest("workspace/codeLens/refresh", () => null);
  connection.listen();
  const until = async <Value>(what: string, look: () => Value | undefined): Promise<Value> => {
    const { promise, resolve } = Promise.withResolvers<Value>();
    const check = (): void => {
      const value = look();
      if (value === undefined) return;
      waiters.delete(check);
      resolve(value);
    };
    waiters.add(check);
    check();
    const late = delay(60_000, undefined, { ref: false }).then((): never => {
      throw new Error(`Waited in vain for ${what}; the log is: ${log.join(" | ")}`);
    });
    return Promise.race([promise, late]);
  };
  const { capabilities } = await connection.sendRequest<InitializeResult>("initialize", {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { workspaceFolders: true, codeLens: { refreshSupport: true } } },
    workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
    initializationOptions: settings,
  });
  await connection.sendNotification("initialized", {});
  const versions = new Map<string, number>();
  const nextVersion = (uri: string): number => {
    const version = (versions.get(uri) ?? 0) + 1;
    versions.set(uri, version);
    return version;
  };
  const notify = (method: string, params: unknown): void => void connection.sendNotification(method, params);
  return {
    connection,
    capabilities,
    open: (uri, text) => {
      published.delete(uri);
      notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: nextVersion(uri), text } });
    },
    edit: (uri, [startLine, startCharacter], [endLine, endCharacter], text) => {
      published.delete(uri);
      const start = { line: startLine, character: startCharacter };
      const end = { line: endLine, character: endCharacter };
      const contentChanges = [{ range: { start, end }, text }];
      notify("textDocument/didChange", { textDocument: { uri, version: nextVersion(uri) }, contentChanges });
    },
    close: (uri) => notify("textDocument/didClose", { textDocument: { uri } }),
    diagnostics: (uri, fits = () => true) =>
      until(`diagnostics of ${uri}`, () => {
        const found = published.get(uri);
        return found && fits(found) ? found : undefined;
      }),
    logged: (text) => until(`the log line "${text}"`, () => log.find((line) => line.includes(text))),
    // The params `undefined` would be sent as null.
    request: (method, params) =>
      params === undefined ? connection.sendRequest(method) : connection.sendRequest(method, params),
    dispose: async () => {
      await connection.sendRequest("shutdown");
      connection.dispose();
    },
  };
}
