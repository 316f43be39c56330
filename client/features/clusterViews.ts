import { commands, Disposable, type TreeView, window } from "vscode";
import type { ClusterItem } from "../../server/protocol/cluster.ts";
import { ClusterTree } from "../cluster/clusterTree.ts";
import { readContexts } from "../cluster/pickContext.ts";
import { connectionWords } from "../cluster/statusLook.ts";
import type { TreeNode } from "../cluster/treeNode.ts";
import type { ClientContext, Feature } from "../feature.ts";

const views: readonly { readonly id: string; readonly role: ClusterItem["role"] }[] = [
  { id: "gitops.cluster.applications", role: "application" },
  { id: "gitops.cluster.sources", role: "source" },
  { id: "gitops.cluster.others", role: "other" },
];

/** The views of live objects by their role. */
export const clusterViews: Feature = (context) =>
  Disposable.from(...views.map(({ id, role }) => openView(context, id, role)), watchState(context));

function openView(context: ClientContext, id: string, role: ClusterItem["role"]): Disposable {
  const { cluster, look } = context;
  const tree = new ClusterTree(cluster, role, look.now);
  const view = window.createTreeView(id, { treeDataProvider: tree, showCollapseAll: true });
  tree.setVisible(view.visible);
  const describe = () => describeView(view, context);
  return Disposable.from(
    tree,
    view,
    cluster.onDidChangeItems((change) => tree.update(change, look.now)),
    cluster.onDidChangeConnections(() => {
      tree.updateConnections();
      describe();
    }),
    look.onDidChange((now) => {
      tree.show(now);
      describe();
    }),
    view.onDidChangeVisibility(({ visible }) => {
      tree.setVisible(visible);
      if (visible && role === "application") noteContexts(context);
    }),
  );
}

/** What is not as it seems: stale connections and a filter. */
function describeView(view: TreeView<TreeNode>, { cluster, look }: ClientContext): void {
  const { text, statuses } = look.now.filter;
  const filters = [...statuses, ...(text === "" ? [] : [`“${text}”`])];
  view.description = filters.length > 0 ? `only ${filters.join(", ")}` : "";
  const stale = cluster.connections.filter(({ staleSince }) => staleSince !== undefined);
  view.message = stale.map((connection) => `${connection.context}: ${connectionWords(connection)}.`).join(" ");
}

/** Keeps what menus and welcome texts ask for. */
function watchState(context: ClientContext): Disposable {
  const { cluster, look } = context;
  const update = () => {
    setContext("gitops.cluster.hasConnections", cluster.connections.length > 0);
    setContext("gitops.cluster.hasFilter", look.now.filter.text !== "" || look.now.filter.statuses.length > 0);
  };
  update();
  return Disposable.from(cluster.onDidChangeConnections(update), look.onDidChange(update));
}

/** Reads the kubeconfig when a view is first seen, so that it can say when there is none. */
function noteContexts(context: ClientContext): void {
  readContexts(context)
    .then(({ contexts }) => setContext("gitops.cluster.lacksContexts", contexts.length === 0))
    .catch((error: unknown) => context.log.warn("The kubeconfig could not be read", error));
}

function setContext(key: string, value: unknown): void {
  void commands.executeCommand("setContext", key, value);
}
