import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from "vscode";
import type {
  ClusterCondition,
  ClusterDetails,
  ClusterEvent,
  ClusterHistoryEntry,
  ClusterItem,
  ClusterObjectId,
  ClusterResource,
} from "../../server/protocol/cluster.ts";
import type { ClusterModel } from "./clusterModel.ts";
import { idOf, keyOf, pathOf, statuses } from "./identity.ts";
import { itemLine, itemTooltip } from "./itemLine.ts";
import { statusIcon, timeOf } from "./statusLook.ts";
import { messageNode, type TreeNode } from "./treeNode.ts";

/** From so many managed resources on they are put together by kind. */
const manyResources = 25;

/** A watched object with its managed resources below it. */
export function itemNode(id: string, object: ClusterObjectId, model: ClusterModel): TreeNode {
  return {
    id,
    object,
    line: () => {
      const item = model.item(object);
      return item === undefined ? new TreeItem(`${object.name} (gone)`) : itemLine(item, model);
    },
    children: async () => {
      const details = await model.details(object);
      return details === undefined ? [] : resourceNodes(id, details, model);
    },
    tooltip: async () => {
      const item = model.item(object);
      return item && itemTooltip(item, (await model.details(object))?.conditions ?? [], model);
    },
  };
}

/** A watched object with everything that is known about it below. */
export function explainedNode(id: string, object: ClusterItem, model: ClusterModel): TreeNode {
  const node = itemNode(id, object, model);
  return {
    ...node,
    line: () => {
      const line = node.line();
      line.collapsibleState = TreeItemCollapsibleState.Expanded;
      return line;
    },
    children: async () => {
      const details = await model.details(object);
      if (details === undefined) return [messageNode(`${id}/gone`, { text: "It is not in the cluster any more." })];
      return sections(id, details, model);
    },
  };
}

function sections(id: string, details: ClusterDetails, model: ClusterModel): readonly TreeNode[] {
  const { item, conditions, history, resources, events, eventsProblem } = details;
  const problem =
    eventsProblem === undefined ? [] : [messageNode(`${id}/events/problem`, { text: eventsProblem, icon: "info" })];
  return [
    ...(item.message === undefined
      ? []
      : [messageNode(`${id}/message`, { text: firstLine(item.message), tooltip: item.message, icon: "comment" })]),
    section(
      `${id}/conditions`,
      "Conditions",
      conditions.map((each, at) => conditionNode(`${id}/conditions/${at}`, each)),
    ),
    section(
      `${id}/history`,
      "History",
      history.map((each, at) => historyNode(`${id}/history/${at}`, each)),
    ),
    section(`${id}/resources`, "Managed Resources", resourceNodes(`${id}/resources`, details, model), resources.length),
    section(`${id}/events`, "Events", [...problem, ...events.map((each, at) => eventNode(`${id}/events/${at}`, each))]),
  ].filter((node) => node !== undefined);
}

/** Parts about which nothing is known are left out. */
function section(
  id: string,
  title: string,
  children: readonly TreeNode[],
  size = children.length,
): TreeNode | undefined {
  if (children.length === 0) return undefined;
  return {
    id,
    line: () => {
      const isOpen = title === "Conditions" || title === "Managed Resources";
      const state = isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
      const line = new TreeItem(title, state);
      line.description = String(size);
      return line;
    },
    children: () => children,
  };
}

const severityIcons = {
  error: new ThemeIcon("error", new ThemeColor("charts.red")),
  warning: new ThemeIcon("warning", new ThemeColor("charts.yellow")),
  information: new ThemeIcon("pass", new ThemeColor("charts.green")),
};

function conditionNode(id: string, { type, status, reason, message, since, severity }: ClusterCondition): TreeNode {
  const said = message === undefined ? undefined : firstLine(message);
  return {
    id,
    line: () => {
      const line = new TreeItem(`${type} ${status}`);
      line.iconPath = severityIcons[severity];
      line.description = [reason, said].filter(Boolean).join(" · ");
      line.tooltip = [message ?? type, since && `since ${timeOf(since)}`].filter(Boolean).join("\n");
      return line;
    },
  };
}

function historyNode(id: string, { id: number, revision, when, detail }: ClusterHistoryEntry): TreeNode {
  return {
    id,
    line: () => {
      const line = new TreeItem(revision);
      line.iconPath = new ThemeIcon("history");
      line.description = [when && timeOf(when), detail].filter(Boolean).join(" · ");
      line.tooltip = [`${number}: ${revision}`, detail].filter(Boolean).join("\n");
      return line;
    },
  };
}

function eventNode(id: string, { type, reason, message, count, when }: ClusterEvent): TreeNode {
  return {
    id,
    line: () => {
      const line = new TreeItem(`${reason}${count > 1 ? ` ×${count}` : ""}`);
      line.iconPath = type === "Warning" ? severityIcons.warning : new ThemeIcon("info");
      line.description = [when && timeOf(when), firstLine(message)].filter(Boolean).join(" · ");
      line.tooltip = message;
      return line;
    },
  };
}

/** Worst first; the resources of large applications by kind, as a flat list of hundreds helps nobody. */
function resourceNodes(id: string, { item, resources }: ClusterDetails, model: ClusterModel): readonly TreeNode[] {
  const nodeOf = (resource: ClusterResource) =>
    resourceNode(id, { ...resource, context: item.context }, { model, owner: item });
  const sorted = [...resources].sort(
    (one, two) => urgency(one) - urgency(two) || nameOf(one).localeCompare(nameOf(two)),
  );
  if (sorted.length <= manyResources) return sorted.map(nodeOf);
  return [...Map.groupBy(sorted, ({ kind }) => kind)].map(([kind, all]) =>
    kindNode(`${id}/${kind}`, kind, all, nodeOf),
  );
}

function kindNode(
  id: string,
  kind: string,
  resources: readonly ClusterResource[],
  nodeOf: (resource: ClusterResource) => TreeNode,
): TreeNode {
  return {
    id,
    line: () => {
      const line = new TreeItem(kind, TreeItemCollapsibleState.Collapsed);
      const worst = resources[0]?.status;
      line.iconPath = worst === undefined ? new ThemeIcon("symbol-class") : statusIcon(worst);
      line.description = String(resources.length);
      return line;
    },
    children: () => resources.map(nodeOf),
  };
}

function resourceNode(
  parent: string,
  resource: ClusterResource & ClusterObjectId,
  { model, owner }: { readonly model: ClusterModel; readonly owner: ClusterItem },
): TreeNode {
  const object = idOf(resource);
  const id = `${parent}/${keyOf(object)}`;
  // An application that delivers applications: each has resources of its own.
  if (model.item(object) !== undefined) return managedNode(ofKind(resource, itemNode(id, object, model)), owner);
  const node: TreeNode = {
    id,
    object,
    line: () => {
      const line = new TreeItem(nameOf(resource));
      line.iconPath = resource.status === undefined ? new ThemeIcon("symbol-object") : statusIcon(resource.status);
      line.description = [resource.words.join(", "), resource.message, resource.namespace].filter(Boolean).join(" · ");
      line.tooltip = [`${resource.kind} ${pathOf(resource)}`, resource.message].filter(Boolean).join("\n");
      line.contextValue = "resource";
      line.command = { command: "gitops.cluster.open", title: "Open", arguments: [{ object }] };
      return line;
    },
  };
  return managedNode(node, owner);
}

/** Names the kind in the line too, like its neighbours: a chart and its release are often called the same. */
function ofKind(resource: ClusterResource, node: TreeNode): TreeNode {
  return { ...node, line: () => Object.assign(node.line(), { label: nameOf(resource) }) };
}

/** A line of something that another object manages; where that has a page, there is one for this too. */
function managedNode(node: TreeNode, owner: ClusterItem): TreeNode {
  return {
    ...node,
    owner: idOf(owner),
    line: () => {
      const line = node.line();
      const tokens = (line.contextValue ?? "").split(" ");
      if (owner.webPath !== undefined && !tokens.includes("web")) line.contextValue = [...tokens, "web"].join(" ");
      return line;
    },
  };
}

function urgency({ status }: ClusterResource): number {
  return status === undefined ? statuses.length : statuses.indexOf(status);
}

function nameOf({ kind, name }: ClusterResource): string {
  return `${kind} ${name}`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
