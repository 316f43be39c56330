import { type Disposable, type Event, EventEmitter, type Memento } from "vscode";
import { type Grouping, type ItemFilter, noFilter } from "./itemGroups.ts";

const groupings: readonly Grouping[] = ["namespace", "project", "kind", "status", "none"];
const groupingKey = "gitops.cluster.grouping";

/** How the views show what there is. */
export interface TreeLook {
  readonly grouping: Grouping;
  readonly filter: ItemFilter;
}

/** The look of the views as the user wants it; the grouping is remembered for the workspace. */
export class ClusterLook implements Disposable {
  readonly #memory: Memento;
  readonly #changed = new EventEmitter<TreeLook>();
  #filter = noFilter;
  readonly onDidChange: Event<TreeLook> = this.#changed.event;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  get now(): TreeLook {
    const remembered = this.#memory.get<unknown>(groupingKey);
    return { grouping: groupings.find((each) => each === remembered) ?? "namespace", filter: this.#filter };
  }

  async groupBy(grouping: Grouping): Promise<void> {
    await this.#memory.update(groupingKey, grouping);
    this.#changed.fire(this.now);
  }

  filterBy(filter: ItemFilter): void {
    this.#filter = filter;
    this.#changed.fire(this.now);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
