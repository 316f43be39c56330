import { type QuickInputButton, type QuickPickItem, ThemeIcon, window } from "vscode";
import {
  type ClusterContext,
  type ClusterContextsResult,
  type ConnectClusterParams,
  clusterContextsRequest,
} from "../../server/protocol/cluster.ts";
import type { ClientContext } from "../feature.ts";

const onlyNamespace: QuickInputButton = {
  iconPath: new ThemeIcon("symbol-namespace"),
  tooltip: "Only one namespace…",
};

interface ContextItem extends QuickPickItem {
  readonly context: ClusterContext;
}

/** The contexts of the user's kubeconfig; reading them contacts nothing. */
export async function readContexts({ server, log }: ClientContext): Promise<ClusterContextsResult> {
  await server.start();
  const result = await server.client.sendRequest<ClusterContextsResult>(clusterContextsRequest);
  for (const problem of result.problems) log.warn(`kubeconfig: ${problem}`);
  return result;
}

/** Lets the user choose a context and maybe a namespace of it; undefined when there is none or the user left. */
export async function pickContext(context: ClientContext, title: string): Promise<ConnectClusterParams | undefined> {
  const { contexts, problems } = await readContexts(context);
  if (contexts.length === 0) {
    const why = problems.length === 0 ? "" : ` ${problems.join(" ")}`;
    await window.showWarningMessage(
      `There is no context to connect to.${why} Contexts come from KUBECONFIG, ~/.kube/config or the setting gitops.cluster.kubeconfig.`,
    );
    return undefined;
  }
  const connected = new Map(context.cluster.connections.map((each) => [each.context, each.state]));
  const chosen = await showPick(
    title,
    contexts.map((each) => itemOf(each, connected.get(each.name))),
  );
  if (chosen === undefined) return undefined;
  if (!chosen.wantsNamespace) return { context: chosen.context.name };
  const namespace = await window.showInputBox({
    title: `${title}: ${chosen.context.name}`,
    prompt: "Only objects of this namespace are read.",
    value: chosen.context.namespace,
    validateInput: (text) =>
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text) ? undefined : "This is no name of a namespace.",
  });
  return namespace === undefined ? undefined : { context: chosen.context.name, namespace };
}

function itemOf(context: ClusterContext, state: string | undefined): ContextItem {
  const { name, server, namespace, isCurrent, isProtected, execCommand } = context;
  const marks = [
    ...(state === undefined ? [] : [state]),
    ...(isCurrent ? ["current context"] : []),
    ...(isProtected ? ["$(lock) protected"] : []),
  ];
  return {
    context,
    label: name,
    description: marks.join(" · "),
    detail: [
      server,
      `namespace ${namespace}`,
      ...(execCommand === undefined ? [] : [`runs ${execCommand} to log in`]),
    ].join(" · "),
    iconPath: new ThemeIcon(state === undefined ? "server-environment" : "pass"),
    buttons: [onlyNamespace],
  };
}

function showPick(
  title: string,
  items: readonly ContextItem[],
): Promise<{ readonly context: ClusterContext; readonly wantsNamespace: boolean } | undefined> {
  return new Promise((resolve) => {
    const pick = window.createQuickPick<ContextItem>();
    pick.title = title;
    pick.placeholder = "Which context? Nothing is contacted before you choose.";
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.items = items;
    pick.activeItems = items.filter(({ context }) => context.isCurrent);
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      resolve(item && { context: item.context, wantsNamespace: false });
      pick.hide();
    });
    pick.onDidTriggerItemButton(({ item }) => {
      resolve({ context: item.context, wantsNamespace: true });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
