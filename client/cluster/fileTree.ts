import { window } from "vscode";
import type { ClusterItem, ManifestInCluster } from "../../server/protocol/cluster.ts";
import type { ClientContext } from "../feature.ts";
import type { ItemsChange } from "./clusterModel.ts";
import { keyOf } from "./identity.ts";
import { manifestsHere } from "./objectForCommand.ts";
import { explainedNode, itemNode } from "./objectNodes.ts";
import { messageNode, NodeTree, type TreeNode } from "./treeNode.ts";

/** What the live objects of the manifest at the cursor are doing; it follows the active editor. */
export class FileTree extends NodeTree {
  readonly #context: ClientContext;
  #roots: readonly TreeNode[] = [];
  #shown = "";
  #question = 0;
  #isVisible = false;

  constructor(context: ClientContext) {
    super();
    this.#context = context;
  }

  /** A view nobody looks at asks nothing. */
  async setVisible(isVisible: boolean): Promise<void> {
    this.#isVisible = isVisible;
    await this.follow();
  }

  /** Looks again at what the cursor is in; shows it when it is something else. */
  async follow(): Promise<void> {
    if (!this.#isVisible) return;
    this.#question += 1;
    const question = this.#question;
    const manifests = await this.#manifests();
    // The cursor went on while the server answered.
    if (question !== this.#question) return;
    const shown = JSON.stringify(
      manifests.map(({ title, name, note, items }) => [title, name, note, this.#isOneOfSeveral(), items.map(keyOf)]),
    );
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#roots = this.#rootsOf(manifests);
    this.changed();
  }

  /** Shows again what changed, if it is on screen. */
  async update({ changed, removed, reset }: ItemsChange): Promise<void> {
    if (reset || removed.length > 0) this.#shown = "";
    const keys = new Set(changed.map(keyOf));
    const nodes = this.#roots.filter(({ object }) => object !== undefined && keys.has(keyOf(object)));
    if (nodes.length > 0 && this.#isVisible) this.changed(nodes);
    if (this.#shown === "" || changed.some((item) => this.#mayBelong(item))) await this.follow();
  }

  /** Whether an object that is not shown yet may be what a manifest here declares. */
  #mayBelong({ context, kind, name }: ClusterItem): boolean {
    return this.#roots.some(({ object, id }) => {
      if (object === undefined) return id.endsWith(` ${name}`);
      return object.kind === kind && object.name === name && object.context !== context;
    });
  }

  protected override roots(): readonly TreeNode[] {
    return this.#roots;
  }

  async #manifests(): Promise<readonly ManifestInCluster[]> {
    if (this.#context.cluster.connections.length === 0) return [];
    return window.activeTextEditor?.document.languageId === "yaml" ? manifestsHere(this.#context) : [];
  }

  #rootsOf(manifests: readonly ManifestInCluster[]): readonly TreeNode[] {
    const { cluster } = this.#context;
    return manifests.flatMap(({ title, name, line, note, items }, at) => {
      const id = `${at} ${title} ${name}`;
      if (items.length === 0) {
        const detail = note ?? "not in the connected clusters";
        const tooltip = `${title} ${name}, line ${line + 1}: ${detail}`;
        return [messageNode(id, { text: name, detail, icon: "circle-large-outline", tooltip })];
      }
      const nodeOf = manifests.length === 1 ? explainedNode : itemNode;
      return items.map((item) => this.#namingContext(nodeOf(`${id} ${item.context}`, item, cluster), item.context));
    });
  }

  #isOneOfSeveral(): boolean {
    return this.#context.cluster.connections.length > 1;
  }

  /** With several clusters the same object may be in each, so its line says which one it is of. */
  #namingContext(node: TreeNode, context: string): TreeNode {
    if (!this.#isOneOfSeveral()) return node;
    return {
      ...node,
      line: () => {
        const line = node.line();
        line.description = [context, line.description].filter(Boolean).join(" · ");
        const spoken = line.accessibilityInformation?.label;
        if (spoken !== undefined) line.accessibilityInformation = { label: `${spoken}, in ${context}` };
        return line;
      },
    };
  }
}
