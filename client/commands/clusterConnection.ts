import { commands, ProgressLocation, window, workspace } from "vscode";
import type { ConnectClusterParams } from "../../server/protocol/cluster.ts";
import { pickContext } from "../cluster/pickContext.ts";
import type { ClientContext, Command } from "../feature.ts";

/** Reaches a cluster that the user chooses, beside those that are connected, and shows what is there. */
export const connectCluster: Command = {
  id: "gitops.cluster.connect",
  run: async (context, argument) => {
    if (!(await isTrusted())) return;
    const wanted =
      typeof argument === "string" ? { context: argument } : await pickContext(context, "Connect to Cluster");
    if (wanted !== undefined) await connect(context, wanted);
  },
};

/** Ends one connection, or the chosen one of several. */
export const disconnectCluster: Command = {
  id: "gitops.cluster.disconnect",
  run: async (context, argument) => {
    const name = connectionOf(argument) ?? (await pickConnection(context, "Which connection shall end?"));
    if (name !== undefined) await context.cluster.disconnect(name);
  },
};

/** Reaches another context instead of those that are connected; while it cannot be reached they stay. */
export const switchContext: Command = {
  id: "gitops.cluster.switchContext",
  run: async (context) => {
    if (!(await isTrusted())) return;
    const wanted = await pickContext(context, "Switch Context");
    if (wanted === undefined) return;
    const before = context.cluster.connections.filter((each) => each.context !== wanted.context);
    if (!(await connect(context, wanted))) return;
    for (const each of before) await context.cluster.disconnect(each.context);
  },
};

/** Tries a connection again that failed. */
export const retryConnection: Command = {
  id: "gitops.cluster.retry",
  run: async (context, argument) => {
    const name = connectionOf(argument);
    const known = context.cluster.connections.find((each) => each.context === name);
    if (known === undefined) return;
    await connect(context, {
      context: known.context,
      ...(known.namespace !== undefined && { namespace: known.namespace }),
    });
  },
};

/**
 * Connects with progress and says whether it worked; why it failed is told once, and stays in the view. The view is shown
 * without the focus: a tree that has it takes it back when it is refreshed in the moment in which a pick opens (VS Code
 * 1.139, TreeView.doRefresh), which closes the pick; and while a cluster is loaded it is refreshed all the time.
 */
async function connect(context: ClientContext, wanted: ConnectClusterParams): Promise<boolean> {
  await commands.executeCommand("gitops.cluster.applications.focus", { preserveFocus: true });
  const progress = { location: ProgressLocation.Window, title: `Connecting to ${wanted.context}` };
  const { state, problem } = await window.withProgress(progress, () => context.cluster.connect(wanted));
  if (state !== "failed") return true;
  const retry = "Try Again";
  const answer = await window.showErrorMessage(
    `${wanted.context} was not connected: ${problem ?? "no reason is known."}`,
    retry,
  );
  return answer === retry && connect(context, wanted);
}

async function pickConnection({ cluster }: ClientContext, placeHolder: string): Promise<string | undefined> {
  const names = cluster.connections.map((each) => each.context);
  return names.length > 1 ? window.showQuickPick(names, { placeHolder }) : names[0];
}

/** The connection that a line of a view stands for. */
function connectionOf(argument: unknown): string | undefined {
  if (typeof argument !== "object" || argument === null || !("connection" in argument)) return undefined;
  return typeof argument.connection === "string" ? argument.connection : undefined;
}

async function isTrusted(): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = "Manage Workspace Trust";
  const answer = await window.showWarningMessage(
    "Clusters are connected to in trusted workspaces only, because kubeconfig files can name programs to run.",
    manage,
  );
  if (answer === manage) await commands.executeCommand("workbench.trust.manage");
  return workspace.isTrusted;
}
