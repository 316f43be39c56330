import { Disposable, type ExtensionContext, type LogOutputChannel, window } from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import { createNeighbour, type Neighbour } from "./neighbour.ts";
import { readSettings } from "./settings.ts";

/** Restarts within this time count as a crash loop. Milliseconds. */
const crashWindow = 180_000;
const allowedCrashes = 3;

/** `starting` until it answers, `failed` when it neither started nor could be restarted. */
export type ServerState = "starting" | "running" | "failed";

/** The language server as the rest of the client sees it. */
export interface ServerConnection {
  /** For requests and notifications of server/protocol. */
  readonly client: LanguageClient;
  /** Resolves once the server runs or gave up; never rejects. */
  readonly start: () => Promise<void>;
  readonly restart: () => Promise<void>;
  /** Tells the server the settings of now. */
  readonly sendSettings: () => Promise<void>;
  readonly state: () => ServerState;
  readonly onDidChangeState: (listener: (state: ServerState) => void) => Disposable;
}

/** Creates the connection to `dist/server.mjs`, one process of the editor's own Node, reached over IPC. */
export function createServerConnection(extension: ExtensionContext, log: LogOutputChannel): ServerConnection {
  const listeners = new Set<(state: ServerState) => void>();
  const current: { state: ServerState } = { state: "starting" };
  const change = (state: ServerState) => {
    current.state = state;
    for (const listener of listeners) listener(state);
  };
  const crashes: number[] = [];
  const neighbour = createNeighbour();
  extension.subscriptions.push(neighbour);
  const client = createClient(extension, log, neighbour, () => {
    const now = Date.now();
    while (crashes[0] !== undefined && crashes[0] < now - crashWindow) crashes.shift();
    crashes.push(now);
    if (crashes.length < allowedCrashes) return { action: CloseAction.Restart, handled: true };
    change("failed");
    void offerLog(
      log,
      `The GitOps language server ended ${allowedCrashes} times in a short while and was left stopped.`,
    );
    return { action: CloseAction.DoNotRestart, handled: true };
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) change("running");
    else if (newState === State.Starting) change("starting");
  });
  const start = async () => {
    try {
      await client.start();
    } catch (error) {
      log.error("The language server did not start", error);
      // A server that ended by itself is counted above and started again; only one that never ran is lost here.
      if (crashes.length > 0) return;
      change("failed");
      void offerLog(log, "The GitOps language server could not be started, so there is no completion or validation.");
    }
  };
  return {
    client,
    start,
    restart: async () => {
      crashes.length = 0;
      if (client.isRunning()) await client.restart();
      else await start();
    },
    sendSettings: async () => {
      if (client.isRunning()) {
        await client.sendNotification("workspace/didChangeConfiguration", { settings: readSettings() });
      }
    },
    state: () => current.state,
    onDidChangeState: (listener) => {
      listeners.add(listener);
      return new Disposable(() => listeners.delete(listener));
    },
  };
}

/** Failures are told once, by the code above; the client's own messages for each attempt only go to the log. */
class QuietLanguageClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function createClient(
  extension: ExtensionContext,
  log: LogOutputChannel,
  neighbour: Neighbour,
  closed: () => CloseHandlerResult,
): LanguageClient {
  const server = {
    module: extension.asAbsolutePath("dist/server.mjs"),
    transport: TransportKind.ipc,
  };
  return new QuietLanguageClient(
    "gitops",
    "GitOps Authoring",
    { run: server, debug: { ...server, options: { execArgv: ["--nolazy", "--inspect=6017"] } } },
    {
      documentSelector: [
        { scheme: "file", language: "yaml" },
        { scheme: "untitled", language: "yaml" },
        // For users who gave these names another language.
        { scheme: "file", pattern: "**/{kustomization.yaml,kustomization.yml,Kustomization}" },
      ],
      initializationOptions: readSettings,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: "gitops",
      errorHandler: { error: () => ({ action: ErrorAction.Continue }), closed },
      middleware: neighbour.middleware,
      initializationFailedHandler: () => false,
    },
  );
}

async function offerLog(log: LogOutputChannel, message: string): Promise<void> {
  const answer = await window.showErrorMessage(`${message} The log tells why.`, "Show log");
  if (answer === "Show log") log.show();
}
