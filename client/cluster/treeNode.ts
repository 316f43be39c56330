import {
  type Disposable,
  type Event,
  EventEmitter,
  type MarkdownString,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
} from "vscode";
import type { ClusterObjectId } from "../../server/protocol/cluster.ts";
import { readObjectId } from "./identity.ts";

/** A line of a view. Lines are made anew each time they are shown, so they say what is known then. */
export interface TreeNode {
  /** Stable, and the only one in its view. */
  readonly id: string;
  readonly line: () => TreeItem;
  readonly children?: () => readonly TreeNode[] | Promise<readonly TreeNode[]>;
  /** Asked for when the mouse rests on the line. */
  readonly tooltip?: () => Promise<MarkdownString | undefined>;
  /** The live object that commands of the line work on. */
  readonly object?: ClusterObjectId;
  /** The live object above it that manages it. */
  readonly owner?: ClusterObjectId;
  /** The connection that commands of the line work on. */
  readonly connection?: string;
}

/** The object that manages the one of a line, when a command was called on such a line. */
export function readOwner(argument: unknown): ClusterObjectId | undefined {
  return typeof argument === "object" && argument !== null && "owner" in argument
    ? readObjectId(argument.owner)
    : undefined;
}

/** A line that only says something, with a command behind it at most. */
export function messageNode(
  id: string,
  {
    text,
    detail,
    icon,
    tooltip,
    command,
  }: {
    readonly text: string;
    readonly detail?: string | undefined;
    readonly icon?: string;
    readonly tooltip?: string | undefined;
    readonly command?: { readonly id: string; readonly arguments?: readonly unknown[] };
  },
): TreeNode {
  return {
    id,
    line: () => {
      const line = new TreeItem(text, TreeItemCollapsibleState.None);
      if (detail !== undefined) line.description = detail;
      line.tooltip = tooltip ?? text;
      if (icon !== undefined) line.iconPath = new ThemeIcon(icon);
      if (command) line.command = { command: command.id, title: text, arguments: [...(command.arguments ?? [])] };
      return line;
    },
  };
}

/** What a view is filled from; subclasses say what its roots are. */
export abstract class NodeTree implements TreeDataProvider<TreeNode>, Disposable {
  readonly #changed = new EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData: Event<TreeNode[] | undefined> = this.#changed.event;

  protected abstract roots(): readonly TreeNode[] | Promise<readonly TreeNode[]>;

  /** Shows some lines and what is below them again; everything without an argument. */
  protected changed(nodes?: readonly TreeNode[]): void {
    this.#changed.fire(nodes && [...nodes]);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    return [...(await (node === undefined ? this.roots() : (node.children?.() ?? [])))];
  }

  getTreeItem(node: TreeNode): TreeItem {
    const line = node.line();
    line.id = node.id;
    return line;
  }

  async resolveTreeItem(line: TreeItem, node: TreeNode): Promise<TreeItem> {
    const tooltip = await node.tooltip?.();
    if (tooltip !== undefined) line.tooltip = tooltip;
    return line;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
