import { MarkdownString, TreeItem, TreeItemCollapsibleState } from "vscode";
import type { ClusterCondition, ClusterItem } from "../../server/protocol/cluster.ts";
import type { ClusterModel } from "./clusterModel.ts";
import { pathOf, wordsOf } from "./identity.ts";
import { statusGlyph, statusIcon, timeOf } from "./statusLook.ts";

/** The line of an object in a view: name, status in words, revision. Its tooltip is made when it is asked for. */
export function itemLine(item: ClusterItem, model: ClusterModel): TreeItem {
  const line = new TreeItem(item.name, stateOf(item));
  line.iconPath = statusIcon(item.status);
  line.description = [wordsOf(item), item.revision].filter(Boolean).join(" · ");
  line.contextValue = tokensOf(item, model);
  line.accessibilityInformation = { label: `${item.title} ${item.name}, ${item.status}, ${wordsOf(item)}` };
  line.command = { command: "gitops.cluster.open", title: "Open", arguments: [{ object: item }] };
  return line;
}

/** Only what delivers other objects has lines below it. */
function stateOf({ role }: ClusterItem): TreeItemCollapsibleState {
  return role === "application" ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
}

/** Words for `when` clauses of menus: what the object is and the verbs of its actions. */
function tokensOf(item: ClusterItem, model: ClusterModel): string {
  const verbs = model.actionsOf(item).map(verbOf);
  const paused = item.status === "Suspended" ? ["suspended"] : ["active"];
  return ["object", item.role, ...paused, ...(item.webPath === undefined ? [] : ["web"]), ...verbs].join(" ");
}

/** The last part of an action's id: `sync` of `argo.sync`. */
export function verbOf(action: string): string {
  return action.slice(action.lastIndexOf(".") + 1);
}

/** What is known of an object, for tooltips. */
export function itemTooltip(
  item: ClusterItem,
  conditions: readonly ClusterCondition[],
  model: ClusterModel,
): MarkdownString {
  const text = new MarkdownString("", true);
  text.appendMarkdown(`**${statusGlyph(item.status)} ${item.status}** · `);
  text.appendText(`${item.title} ${pathOf(item)}`);
  text.appendMarkdown("\n\n");
  line(text, "Says", item.words.join(", "));
  line(text, "Revision", item.revision);
  line(text, "Since", item.since && timeOf(item.since));
  line(text, "Project", item.project);
  line(text, "Context", item.context);
  const stale = model.connections.find(({ context }) => context === item.context)?.staleSince;
  line(text, "As of", stale && `${timeOf(stale)}, the connection is interrupted`);
  if (item.message !== undefined) paragraph(text, item.message);
  const others = conditions.filter(({ message }) => message !== undefined && message !== item.message);
  for (const { type, status, message } of others) paragraph(text, `${type} ${status}: ${message}`);
  return text;
}

function line(text: MarkdownString, name: string, value: string | undefined): void {
  if (value === undefined || value === "") return;
  text.appendMarkdown(`${name}: `);
  text.appendText(value);
  text.appendMarkdown("  \n");
}

function paragraph(text: MarkdownString, words: string): void {
  text.appendMarkdown("\n\n");
  text.appendText(words.length > 600 ? `${words.slice(0, 600)}…` : words);
}
