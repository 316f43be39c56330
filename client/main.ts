import { type ExtensionContext, commands as vscodeCommands, window } from "vscode";
import { compareOverlays, compareWithHead } from "./commands/compareOverlays.ts";
import { previewOverlay } from "./commands/previewOverlay.ts";
import { restartServer } from "./commands/restartServer.ts";
import { showIncluders } from "./commands/showIncluders.ts";
import { showLog } from "./commands/showLog.ts";
import type { ClientContext, Command, Feature } from "./feature.ts";
import { renderedDocuments } from "./features/renderedDocuments.ts";
import { serverStatus } from "./features/serverStatus.ts";
import { settingsSync } from "./features/settingsSync.ts";
import { createServerConnection } from "./server.ts";

const features: readonly Feature[] = [serverStatus, settingsSync, renderedDocuments];
const commands: readonly Command[] = [
  showLog,
  restartServer,
  previewOverlay,
  compareOverlays,
  compareWithHead,
  showIncluders,
];

/** What other code can learn from the extension once it is active. */
export interface Api {
  /** Settles when the language server answers or has given up. */
  readonly ready: Promise<void>;
}

/** Called by VS Code on the first YAML document, or at once in a folder with kustomization files. */
export function activate(extension: ExtensionContext): Api {
  const log = window.createOutputChannel("GitOps Authoring", { log: true });
  extension.subscriptions.push(log);
  const server = createServerConnection(extension, log);
  extension.subscriptions.push({ dispose: () => server.client.dispose() });
  const context: ClientContext = { extension, server, log };
  for (const feature of features) extension.subscriptions.push(feature(context));
  for (const { id, run } of commands) {
    extension.subscriptions.push(vscodeCommands.registerCommand(id, (...args: unknown[]) => run(context, ...args)));
  }
  return { ready: server.start() };
}
