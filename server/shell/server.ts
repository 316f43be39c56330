import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  InlayHintRefreshRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { createRepositoryIndex } from "../core/graph/indexStore.ts";
import type { IndexChange } from "../core/graph/repositoryIndex.ts";
import { isKustomizationFileName } from "../core/manifest/manifest.ts";
import { createClusterRegistry } from "../core/schema/clusterRegistry.ts";
import { normalizeUri } from "../core/text/uri.ts";
import type { Logger } from "../features/environment.ts";
import { previewDiagnostics } from "../features/preview/previewDiagnostics.ts";
import type { WatchTimes } from "./adapters/cluster/watchTimes.ts";
import { createOpenBuffers } from "./adapters/openBuffers.ts";
import { loadSchemaRegistry } from "./adapters/schemaFiles.ts";
import { createWorkspaceFiles, isEmpty } from "./adapters/workspaceFiles.ts";
import { createClusterSchemas } from "./clusterSchemas.ts";
import { createDiagnosticsQueue } from "./diagnosticsQueue.ts";
import { createFollower } from "./followObjects.ts";
import { handle } from "./handle.ts";
import { createServerClusters, registerCluster } from "./registerCluster.ts";
import { featureCapabilities, registerFeatures, type Wrap } from "./registerFeatures.ts";
import { registerPreviews } from "./registerPreviews.ts";
import { createService, type Service } from "./service.ts";
import { parseSettings } from "./settings.ts";
import { gitWatchers } from "./watchGit.ts";

/** What differs between a start in an editor and a start in a test. */
export interface ServerOptions {
  /** Milliseconds before diagnostics are computed. */
  readonly delays?: { readonly edited: number; readonly affected: number };
  /** Pauses of cluster connections. */
  readonly clusterTimes?: Partial<WatchTimes>;
}

/** What the editor said about itself at the start, and the folders it has open now. */
interface Session {
  canWatch: boolean;
  /** Whether files outside of the workspace folders can be watched, too. */
  canWatchOutside: boolean;
  canRefreshLenses: boolean;
  canRefreshHints: boolean;
  canShowProgress: boolean;
  takesLocationLinks: boolean;
  takesSnippets: boolean;
  canChangeFolders: boolean;
  folders: readonly string[];
}

/** Serves one editor over a connection until it closes. */
export function startServer(connection: Connection, options: ServerOptions = {}): void {
  const logger: Logger = {
    info: (message) => connection.console.info(message),
    warn: (message) => connection.console.warn(message),
  };
  const index = createRepositoryIndex();
  const clusters = createServerClusters({
    connection,
    logger,
    settings: () => service.settings(),
    jq: { deletePaths: (expression, objects) => service.jq.deletePaths(expression, objects) },
    refresh: () => {
      queue.affected(buffers.uris());
      refreshLenses();
      refreshHints();
    },
    ...(options.clusterTimes && { times: options.clusterTimes }),
  });
  const builtIn = loadSchemaRegistry();
  const registry = createClusterRegistry(builtIn);
  const service = createService({ index, logger, cluster: clusters.cluster, schemas: registry });
  const follow = createFollower(service.environment, service.language);
  const followSchemas = createClusterSchemas({
    ...{ clusters, registry, builtIn, index, logger },
    changed: () => queue.affected(buffers.uris()),
  });
  const buffers = createOpenBuffers(index);
  const session: Session = {
    canWatch: false,
    canWatchOutside: false,
    canRefreshLenses: false,
    canRefreshHints: false,
    canShowProgress: false,
    takesLocationLinks: false,
    takesSnippets: false,
    canChangeFolders: false,
    folders: [],
  };

  const publish = (uri: string, isRest: boolean): boolean => {
    const buffer = buffers.get(uri);
    if (!buffer) return true;
    follow(buffers.uris());
    followSchemas(buffers.uris());
    const { diagnostics: own, isComplete } = service.language.diagnosticsSlice(uri, documentsAtOnce);
    // The first answer is for whoever types, the last one is the truth; those between would only flicker.
    if (isRest && !isComplete) return false;
    const built = previewDiagnostics(buffer.file, previews.sessions.problemsOf(uri), own);
    const diagnostics = [...own, ...built, ...service.language.conditionDiagnostics(uri)];
    void connection.sendDiagnostics({ uri: buffer.clientUri, version: buffer.version, diagnostics });
    return isComplete;
  };
  /** Files that no editor shows have only what an open preview says about them. */
  const publishClosed = (uri: string): void => {
    const file = index.file(uri);
    if (!file || buffers.get(uri)) return;
    const diagnostics = [...previewDiagnostics(file, previews.sessions.problemsOf(uri), [])];
    void connection.sendDiagnostics({ uri, diagnostics });
  };
  const queue = createDiagnosticsQueue(
    (uri, isRest) => guarded(logger, uri, () => publish(uri, isRest)) ?? true,
    options.delays,
  );
  const changed = (change: IndexChange): void => {
    if (isEmpty(change)) return;
    queue.affected(buffers.uris());
    previews.changed(change);
    refreshLenses();
  };
  const wrap: Wrap = (name, fallback, answer) => handle(name, logger, fallback, answer);
  const problemsChanged = (uris: readonly string[]): void => {
    queue.affected(uris.filter((uri) => buffers.get(uri)));
    for (const uri of uris) publishClosed(uri);
  };
  const previews = registerPreviews({ connection, service, index, buffers, wrap, problemsChanged });
  const refreshLenses = createRefresh("lenses", logger, () =>
    session.canRefreshLenses ? connection.sendRequest(CodeLensRefreshRequest.type) : undefined,
  );
  const refreshHints = createRefresh("inlay hints", logger, () =>
    session.canRefreshHints ? connection.sendRequest(InlayHintRefreshRequest.type) : undefined,
  );
  const progress = createProgress(connection, session);
  const workspace = createWorkspaceFiles(index, logger, { changed, progress: progress.report });

  connection.onInitialize((params) => {
    session.canWatch = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    session.canWatchOutside =
      session.canWatch && params.capabilities.workspace?.didChangeWatchedFiles?.relativePatternSupport === true;
    session.canRefreshLenses = params.capabilities.workspace?.codeLens?.refreshSupport === true;
    session.canRefreshHints = params.capabilities.workspace?.inlayHint?.refreshSupport === true;
    session.canShowProgress = params.capabilities.window?.workDoneProgress === true;
    session.canChangeFolders = params.capabilities.workspace?.workspaceFolders === true;
    session.takesSnippets = params.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
    session.takesLocationLinks = params.capabilities.textDocument?.definition?.linkSupport === true;
    session.folders = foldersOf(params);
    service.setSettings(parseSettings(params.initializationOptions));
    return initializeResult();
  });

  connection.onInitialized(async () => {
    if (session.canWatch) {
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: "**/*" }] });
    }
    await progress.during(() => workspace.load(session.folders));
    if (session.canWatchOutside) {
      const watchers = await gitWatchers(workspace);
      if (watchers.length > 0) await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    refreshLenses();
    queue.affected(buffers.uris());
    if (!session.canChangeFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
      const gone = new Set(removed.map((folder) => normalizeUri(folder.uri)));
      const kept = session.folders.filter((folder) => !gone.has(folder));
      session.folders = [...kept, ...added.map((folder) => normalizeUri(folder.uri))];
      await progress.during(() => workspace.load(session.folders));
    });
  });

  connection.onDidChangeConfiguration(({ settings }) => {
    service.setSettings(parseSettings(settings));
    clusters.configure();
    queue.affected(buffers.uris());
  });
  connection.onDidChangeWatchedFiles(({ changes }) => workspace.refresh(changes.map(({ uri }) => normalizeUri(uri))));

  const edited = (clientUri: string, change: IndexChange): void => {
    const uri = normalizeUri(clientUri);
    queue.edited(uri);
    if (!isEmpty(change)) queue.affected(buffers.uris().filter((each) => each !== uri));
    previews.changed(change);
  };
  const warmUp = createWarmUp(service);
  connection.onDidOpenTextDocument(({ textDocument }) => {
    warmUp(textDocument.uri);
    edited(textDocument.uri, buffers.open(textDocument.uri, textDocument.version, textDocument.text));
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    edited(textDocument.uri, buffers.change(textDocument.uri, textDocument.version, contentChanges));
  });
  connection.onDidCloseTextDocument(({ textDocument }) => {
    queue.forget(normalizeUri(textDocument.uri));
    changed(buffers.close(textDocument.uri));
    follow(buffers.uris());
    void connection.sendDiagnostics({ uri: textDocument.uri, diagnostics: [] });
  });

  registerFeatures(connection, service.language, wrap, () => session);
  registerCluster({ connection, clusters, environment: service.environment, language: service.language, index, wrap });
  connection.onShutdown(async () => {
    queue.dispose();
    service.dispose();
    await clusters.dispose();
  });
  connection.listen();
}

/** Documents that are looked at again between two requests, when a name or path changed for all of them: some milliseconds. */
const documentsAtOnce = 300;

/** Pause before what a user will need soon is loaded, in milliseconds, so that it never delays the first answers. */
const warmUpDelay = 400;

/** Loads the completion package with the first file and starts the engine with the first kustomization file. */
function createWarmUp({ environment, warmUpCompletion }: Service): (uri: string) => void {
  const done = { completion: false, engine: false };
  return (uri) => {
    const startsEngine = !done.engine && isKustomizationFileName(uri);
    if (!done.completion) setTimeout(warmUpCompletion, warmUpDelay).unref();
    if (startsEngine) setTimeout(() => environment.renderer.warmUp(), warmUpDelay).unref();
    done.completion = true;
    done.engine ||= startsEngine;
  };
}

function foldersOf(params: InitializeParams): readonly string[] {
  const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? [];
  const root = params.rootUri;
  return (folders.length > 0 ? folders : root ? [root] : []).map((uri) => normalizeUri(uri).replace(/\/$/, ""));
}

function initializeResult(): InitializeResult {
  return {
    serverInfo: { name: "gitops-authoring" },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...featureCapabilities,
    },
  };
}

/** Pause before the editor is told that lenses may have changed, in milliseconds. */
const lensDelay = 300;

/** Tells the editor to ask for something again after other things than the edited file changed, once for many changes. */
function createRefresh(what: string, logger: Logger, send: () => Promise<unknown> | undefined): () => void {
  const waiting: { timer: NodeJS.Timeout | undefined } = { timer: undefined };
  return () => {
    waiting.timer ??= setTimeout(() => {
      waiting.timer = undefined;
      send()?.catch((error: unknown) => {
        logger.info(`The editor did not refresh its ${what}: ${String(error)}`);
      });
    }, lensDelay).unref();
  };
}

interface Progress {
  readonly report: (files: number) => void;
  /** Shows progress while the work runs. */
  readonly during: (work: () => Promise<void>) => Promise<void>;
}

function createProgress(connection: Connection, session: { readonly canShowProgress: boolean }): Progress {
  const state: { report: ((files: number) => void) | undefined } = { report: undefined };
  return {
    report: (files) => state.report?.(files),
    async during(work) {
      if (!session.canShowProgress) return work();
      const shown = await connection.window.createWorkDoneProgress();
      shown.begin("GitOps: reading the repository");
      state.report = (files) => shown.report(`${files} files`);
      try {
        await work();
      } finally {
        state.report = undefined;
        shown.done();
      }
    },
  };
}

function guarded<Value>(logger: Logger, uri: string, work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    logger.warn(
      `Diagnostics of ${uri} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return undefined;
  }
}
