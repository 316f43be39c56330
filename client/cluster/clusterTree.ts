import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from "vscode";
import type { ClusterConnection, ClusterItem } from "../../server/protocol/cluster.ts";
import type { ClusterKindState } from "../../server/protocol/clusterKindState.ts";
import type { TreeLook } from "./clusterLook.ts";
import type { ClusterModel, ItemsChange } from "./clusterModel.ts";
import { keyOf, statuses } from "./identity.ts";
import { type ItemGroup, ItemGroups } from "./itemGroups.ts";
import { itemNode } from "./objectNodes.ts";
import { connectionIcon, connectionWords, statusIcon } from "./statusLook.ts";
import { messageNode, NodeTree, type TreeNode } from "./treeNode.ts";

/** A group shows so many members at first, and as many more each time. */
const page = 200;

/** Groups of a context with more objects than this are closed at first. */
const fewObjects = 100;

/** The objects of one role in all connected clusters, grouped. What did not change is not shown again. */
export class ClusterTree extends NodeTree {
  readonly #model: ClusterModel;
  readonly #role: ClusterItem["role"];
  readonly #nodes = new Map<string, TreeNode>();
  readonly #limits = new Map<string, number>();
  #groups: ItemGroups;
  #isFiltered = false;
  #isVisible = false;
  #missedChanges = false;
  #shownConnections = "";

  constructor(model: ClusterModel, role: ClusterItem["role"], look: TreeLook) {
    super();
    this.#model = model;
    this.#role = role;
    this.#groups = this.#groupAll(look);
  }

  /** Shows the same objects in another way. */
  show(look: TreeLook): void {
    this.#groups = this.#groupAll(look);
    this.#limits.clear();
    this.#showAll();
  }

  /** Takes in what changed; all of `look` is needed when that is everything. */
  update({ changed, removed, reset }: ItemsChange, look: TreeLook): void {
    if (reset) {
      this.show(look);
      return;
    }
    const mine = (item: ClusterItem) => item.role === this.#role;
    const { items, groups, contexts } = this.#groups.apply(changed.filter(mine), removed.filter(mine));
    for (const item of removed) this.#nodes.delete(`item ${keyOf(item)}`);
    const ids = [
      ...[...contexts].map((context) => `cluster ${context}`),
      ...[...groups].map((group) => `group ${group}`),
      ...[...items].map((key) => `item ${key}`),
    ];
    const shown = ids.flatMap((id) => this.#nodes.get(id) ?? []);
    if (shown.length > 0) this.#show(shown);
  }

  /** Connections came, went or are doing differently; counts alone change nothing that is shown. */
  updateConnections(): void {
    const shown = JSON.stringify(this.#model.connections, (key, value: unknown) =>
      key === "count" ? undefined : value,
    );
    if (shown === this.#shownConnections) return;
    this.#shownConnections = shown;
    this.#showAll();
  }

  /** A view nobody looks at is left alone until somebody does. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (isVisible && this.#missedChanges) this.#showAll();
  }

  protected override roots(): readonly TreeNode[] {
    return this.#model.connections.map((connection) => this.#clusterNode(connection.context));
  }

  #groupAll({ grouping, filter }: TreeLook): ItemGroups {
    this.#isFiltered = filter.text !== "" || filter.statuses.length > 0;
    const groups = new ItemGroups(grouping, filter);
    groups.apply(
      [...this.#model.items].filter(({ role }) => role === this.#role),
      [],
    );
    return groups;
  }

  #showAll(): void {
    this.#nodes.clear();
    this.#show(undefined);
  }

  #show(nodes: readonly TreeNode[] | undefined): void {
    if (this.#isVisible) this.changed(nodes);
    this.#missedChanges = !this.#isVisible;
  }

  /** The same object each time, by which the editor knows what to show again. */
  #node(node: TreeNode): TreeNode {
    const known = this.#nodes.get(node.id);
    if (known !== undefined) return known;
    this.#nodes.set(node.id, node);
    return node;
  }

  #clusterNode(context: string): TreeNode {
    return this.#node({
      id: `cluster ${context}`,
      connection: context,
      line: () => clusterLine(context, this.#connection(context)),
      children: () => this.#clusterChildren(context),
    });
  }

  #connection(context: string): ClusterConnection | undefined {
    return this.#model.connections.find((connection) => connection.context === context);
  }

  #clusterChildren(context: string): readonly TreeNode[] {
    const problems = problemNodes(this.#connection(context));
    const groups = this.#groups.groups(context);
    if (groups.length === 0 && problems.length === 0) {
      const count = this.#countAll(context);
      return [emptyNode(context, this.#connection(context), { count, isFiltered: this.#isFiltered })];
    }
    const below = groups.flatMap((group) =>
      group.label === "" ? this.#groupChildren(group) : [this.#groupNode(group)],
    );
    return [...problems, ...below];
  }

  /** How many objects of a context there are without any filter; asked for when none is shown. */
  #countAll(context: string): number {
    return [...this.#model.items].filter((item) => item.role === this.#role && item.context === context).length;
  }

  #groupNode(group: ItemGroup): TreeNode {
    return this.#node({
      id: `group ${group.id}`,
      line: () => groupLine(this.#groups.group(group.context, group.label) ?? group, this.#openingState(group.context)),
      children: () => this.#groupChildren(this.#groups.group(group.context, group.label) ?? group),
    });
  }

  #openingState(context: string): TreeItemCollapsibleState {
    const size = this.#groups.groups(context).reduce((sum, group) => sum + group.size, 0);
    return size > fewObjects ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded;
  }

  #groupChildren(group: ItemGroup): readonly TreeNode[] {
    const limit = this.#limits.get(group.id) ?? page;
    const items = this.#groups.items(group, limit).map((item) => {
      return this.#node(itemNode(`item ${keyOf(item)}`, item, this.#model));
    });
    if (group.size <= limit) return items;
    const text = `Show ${Math.min(page, group.size - limit)} more of ${group.size}…`;
    const more = () => this.#showMore(group, limit + page);
    return [
      ...items,
      messageNode(`more ${group.id}`, {
        text,
        icon: "ellipsis",
        command: { id: "gitops.cluster.showMore", arguments: [more] },
      }),
    ];
  }

  #showMore(group: ItemGroup, limit: number): void {
    this.#limits.set(group.id, limit);
    const parent = this.#nodes.get(group.label === "" ? `cluster ${group.context}` : `group ${group.id}`);
    if (parent !== undefined) this.changed([parent]);
  }
}

function clusterLine(context: string, connection: ClusterConnection | undefined): TreeItem {
  const line = new TreeItem(context, TreeItemCollapsibleState.Expanded);
  if (connection === undefined) return line;
  line.iconPath = connectionIcon(connection);
  const marks = [...(connection.isProtected ? ["protected"] : []), ...(connection.isReadOnly ? ["read-only"] : [])];
  line.description = [connectionWords(connection), ...marks].filter(Boolean).join(", ");
  line.tooltip = [
    `${context} ${connection.version ?? ""}`.trim(),
    connection.problem,
    ...connection.kinds.map(kindLine),
  ]
    .filter(Boolean)
    .join("\n");
  line.contextValue = `cluster ${connection.state}`;
  return line;
}

/** A kind that is watched all the same has a problem when something of it is left out. */
function kindLine({ kind, state, count, problem }: ClusterKindState): string {
  if (problem === undefined) return `${kind}: ${count}, ${state}`;
  return state === "watching" ? `${kind}: ${count}, ${state}. ${problem}` : `${kind}: ${problem}`;
}

function problemNodes(connection: ClusterConnection | undefined): readonly TreeNode[] {
  if (connection?.problem === undefined) return [];
  const { context, problem } = connection;
  const retry = { id: "gitops.cluster.retry", arguments: [{ connection: context }] };
  return [
    messageNode(`problem ${context}`, { text: problem, icon: "warning" }),
    messageNode(`retry ${context}`, { text: "Try again", icon: "refresh", command: retry }),
  ];
}

/** Why a cluster has no lines; `count` objects are there, which the filter leaves out or which are about to be shown. */
function emptyNode(
  context: string,
  connection: ClusterConnection | undefined,
  { count, isFiltered }: { readonly count: number; readonly isFiltered: boolean },
): TreeNode {
  const id = `empty ${context}`;
  if (count > 0 && isFiltered) {
    const clear = { id: "gitops.cluster.clearFilter" };
    return messageNode(id, { text: `The filter hides all ${count}. Clear it`, icon: "filter", command: clear });
  }
  if (count > 0) return messageNode(id, { text: "Loading…", icon: "loading~spin" });
  if (connection?.state === "connecting") return messageNode(id, { text: "Connecting…", icon: "loading~spin" });
  if (connection?.kinds.some(({ state }) => state === "loading")) {
    return messageNode(id, { text: "Loading…", icon: "loading~spin" });
  }
  const kinds = connection?.kinds ?? [];
  const problems = kinds.flatMap(({ kind, problem }) => (problem === undefined ? [] : `${kind}: ${problem}`));
  const tooltip = problems.length > 0 ? problems.join("\n") : undefined;
  if (kinds.length === 0) {
    return messageNode(id, { text: "Nothing found", icon: "info", detail: "the cluster serves none of these kinds" });
  }
  if (kinds.every(({ state }) => state === "forbidden")) {
    return messageNode(id, { text: "You may list none of these kinds", icon: "lock", tooltip });
  }
  const detail = problems.length > 0 ? "not everything may be read" : "of these kinds";
  return messageNode(id, { text: "Nothing found", icon: "info", detail, tooltip });
}

function groupLine({ label, size, counts }: ItemGroup, state: TreeItemCollapsibleState): TreeItem {
  const line = new TreeItem(label, state);
  const present = statuses.filter((status) => counts.has(status));
  const [worst] = present;
  if (worst !== undefined) line.iconPath = statusIcon(worst);
  else line.iconPath = new ThemeIcon("folder", new ThemeColor("foreground"));
  const bad = present.filter((status) => status !== "Synced").map((status) => `${counts.get(status)} ${status}`);
  line.description = bad.length > 0 ? `${bad.join(", ")} of ${size}` : `${size} Synced`;
  line.contextValue = "group";
  return line;
}
