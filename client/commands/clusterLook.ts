import { type QuickPickItem, window } from "vscode";
import type { ClusterStatus } from "../../server/protocol/cluster.ts";
import { statuses } from "../cluster/identity.ts";
import { type Grouping, noFilter } from "../cluster/itemGroups.ts";
import { statusIcon } from "../cluster/statusLook.ts";
import type { Command } from "../feature.ts";

const groupings: readonly (QuickPickItem & { readonly grouping: Grouping })[] = [
  { grouping: "namespace", label: "Namespace" },
  { grouping: "project", label: "Project", description: "of Argo CD" },
  { grouping: "kind", label: "Kind" },
  { grouping: "status", label: "Status", description: "what needs attention first" },
  { grouping: "none", label: "Cluster only" },
];

/** Chooses what the lines of the views are put together by. */
export const groupBy: Command = {
  id: "gitops.cluster.groupBy",
  run: async ({ look }) => {
    const now = look.now.grouping;
    const items = groupings.map((item) => ({ ...item, ...(item.grouping === now && { description: "now" }) }));
    const chosen = await window.showQuickPick(items, { placeHolder: "What shall the objects be grouped by?" });
    if (chosen !== undefined) await look.groupBy(chosen.grouping);
  },
};

/** Shows only some objects: by status, then by a text in what their lines say. */
export const filterItems: Command = {
  id: "gitops.cluster.filter",
  run: async ({ look }) => {
    const { filter } = look.now;
    const items = statuses.map((status): QuickPickItem & { readonly status: ClusterStatus } => ({
      status,
      label: status,
      iconPath: statusIcon(status),
      picked: filter.statuses.includes(status),
    }));
    const chosen = await window.showQuickPick(items, {
      canPickMany: true,
      title: "Filter (1/2)",
      placeHolder: "Which statuses? None stands for all.",
    });
    if (chosen === undefined) return;
    const text = await window.showInputBox({
      title: "Filter (2/2)",
      prompt: "Text in the name, namespace, project, kind, revision or message; empty for all.",
      value: filter.text,
    });
    if (text !== undefined) look.filterBy({ text: text.trim(), statuses: chosen.map(({ status }) => status) });
  },
};

/** Shows all objects again. */
export const clearFilter: Command = {
  id: "gitops.cluster.clearFilter",
  run: ({ look }) => look.filterBy(noFilter),
};

/** Asks the server for everything again, and tries failed connections once more. */
export const refreshClusters: Command = { id: "gitops.cluster.refresh", run: ({ cluster }) => cluster.refresh() };

/** Shows the next members of a large group; a view's line hands over how. */
export const showMore: Command = {
  id: "gitops.cluster.showMore",
  run: (_context, more) => {
    if (typeof more === "function") more();
  },
};
