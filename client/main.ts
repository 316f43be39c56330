import { type ExtensionContext, commands as vscodeCommands, window } from "vscode";
import { ComparedDocuments } from "./cluster/clusterDocuments.ts";
import { ClusterLook } from "./cluster/clusterLook.ts";
import { ClusterModel } from "./cluster/clusterModel.ts";
import { directActions, runAction } from "./commands/clusterActions.ts";
import { connectCluster, disconnectCluster, retryConnection, switchContext } from "./commands/clusterConnection.ts";
import { clearFilter, filterItems, groupBy, refreshClusters, showMore } from "./commands/clusterLook.ts";
import {
  copyCommand,
  openItem,
  showControllerLog,
  showEvents,
  showObject,
  showPlan,
} from "./commands/clusterObject.ts";
import { compareOverlays, compareWithHead } from "./commands/compareOverlays.ts";
import { compareWithCluster } from "./commands/compareWithCluster.ts";
import { openInArgoCd } from "./commands/openInArgoCd.ts";
import { previewOverlay } from "./commands/previewOverlay.ts";
import { restartServer } from "./commands/restartServer.ts";
import { showIncluders } from "./commands/showIncluders.ts";
import { showLog } from "./commands/showLog.ts";
import type { ClientContext, Command, Feature } from "./feature.ts";
import { clusterBadges } from "./features/clusterBadges.ts";
import { clusterDocuments } from "./features/clusterDocuments.ts";
import { clusterLog } from "./features/clusterLog.ts";
import { clusterStatusBar } from "./features/clusterStatusBar.ts";
import { clusterThisFile } from "./features/clusterThisFile.ts";
import { clusterViews } from "./features/clusterViews.ts";
import { connectOnOpen } from "./features/connectOnOpen.ts";
import { renderedDocuments } from "./features/renderedDocuments.ts";
import { serverStatus } from "./features/serverStatus.ts";
import { settingsSync } from "./features/settingsSync.ts";
import { createServerConnection } from "./server.ts";

const features: readonly Feature[] = [
  serverStatus,
  settingsSync,
  renderedDocuments,
  clusterViews,
  clusterThisFile,
  clusterStatusBar,
  clusterDocuments,
  clusterBadges,
  clusterLog,
  connectOnOpen,
];
const commands: readonly Command[] = [
  showLog,
  restartServer,
  previewOverlay,
  compareOverlays,
  compareWithHead,
  showIncluders,
  connectCluster,
  disconnectCluster,
  switchContext,
  retryConnection,
  groupBy,
  filterItems,
  clearFilter,
  refreshClusters,
  showMore,
  showObject,
  showEvents,
  showControllerLog,
  showPlan,
  openItem,
  openInArgoCd,
  copyCommand,
  compareWithCluster,
  runAction,
  ...directActions,
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
  const cluster = new ClusterModel(server, log);
  const look = new ClusterLook(extension.workspaceState);
  extension.subscriptions.push(cluster, look);
  const context: ClientContext = { extension, server, log, cluster, look, compared: new ComparedDocuments() };
  for (const feature of features) extension.subscriptions.push(feature(context));
  for (const { id, run } of commands) {
    extension.subscriptions.push(vscodeCommands.registerCommand(id, (...args: unknown[]) => run(context, ...args)));
  }
  return { ready: server.start() };
}
