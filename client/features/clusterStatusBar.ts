import { Disposable, MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from "vscode";
import type { ClusterConnection } from "../../server/protocol/cluster.ts";
import { connectionWords } from "../cluster/statusLook.ts";
import type { Feature } from "../feature.ts";

/** The context and namespace that commands work in, and how the connection is doing; there while there is one. */
export const clusterStatusBar: Feature = ({ cluster }) => {
  const item = window.createStatusBarItem("gitops.cluster", StatusBarAlignment.Left, 50);
  item.name = "GitOps Cluster";
  item.command = "gitops.cluster.switchContext";
  show(item, cluster.connections);
  return Disposable.from(
    item,
    cluster.onDidChangeConnections((connections) => show(item, connections)),
  );
};

function show(item: StatusBarItem, connections: readonly ClusterConnection[]): void {
  const worst = connections.find(({ state }) => state === "failed") ?? connections.find(isTroubled) ?? connections[0];
  if (worst === undefined) {
    item.hide();
    return;
  }
  const others = connections.length > 1 ? ` +${connections.length - 1}` : "";
  const namespace = worst.namespace === undefined ? "" : `/${worst.namespace}`;
  // With several connections the mark of one counts for all: a write may go there.
  const isProtected = connections.some((each) => each.isProtected);
  const lock = isProtected ? " $(lock)" : connections.every((each) => each.isReadOnly) ? " $(eye)" : "";
  item.text = `${glyphOf(worst)} ${worst.context}${namespace}${others}${lock}`;
  item.tooltip = tooltipOf(connections);
  item.backgroundColor = backgroundOf(worst);
  item.show();
}

function isTroubled({ state, staleSince }: ClusterConnection): boolean {
  return state === "interrupted" || staleSince !== undefined;
}

function glyphOf(connection: ClusterConnection): string {
  if (connection.state === "connecting") return "$(loading~spin)";
  if (connection.state === "failed") return "$(error)";
  return isTroubled(connection) ? "$(warning)" : "$(server-environment)";
}

function backgroundOf(connection: ClusterConnection): ThemeColor | undefined {
  if (connection.state === "failed") return new ThemeColor("statusBarItem.errorBackground");
  return isTroubled(connection) ? new ThemeColor("statusBarItem.warningBackground") : undefined;
}

function tooltipOf(connections: readonly ClusterConnection[]): MarkdownString {
  const text = new MarkdownString();
  for (const connection of connections) {
    const { context, version, isProtected, isReadOnly, problem } = connection;
    const marks = [
      connectionWords(connection) || "connected",
      ...(version === undefined ? [] : [version]),
      ...(isProtected ? ["protected: each write needs the typed name"] : []),
      ...(isReadOnly ? ["read-only"] : []),
    ];
    text.appendMarkdown("**").appendText(context).appendMarkdown("**: ").appendText(marks.join(", "));
    if (problem !== undefined) text.appendMarkdown("  \n").appendText(problem);
    text.appendMarkdown("\n\n");
  }
  return text.appendMarkdown("Click to switch the context.");
}
