import type { ClusterItem, ClusterStatus } from "../../server/protocol/cluster.ts";
import { keyOf, pathOf, statuses } from "./identity.ts";

/** What the items of a cluster are put together by; `none` lists them directly. */
export type Grouping = "namespace" | "project" | "kind" | "status" | "none";

/** Which items are shown; `text` is looked for in everything a line says, statuses are alternatives. */
export interface ItemFilter {
  readonly text: string;
  readonly statuses: readonly ClusterStatus[];
}

/** The filter that lets everything through. */
export const noFilter: ItemFilter = { text: "", statuses: [] };

/** Items of one context with the same value of what is grouped by. */
export interface ItemGroup {
  readonly id: string;
  readonly context: string;
  readonly label: string;
  readonly size: number;
  readonly counts: ReadonlyMap<ClusterStatus, number>;
}

/** What a change means for a tree: only these parts of it look different now. */
export interface GroupsChange {
  /** Keys of items whose line changed in place. */
  readonly items: ReadonlySet<string>;
  /** Ids of groups that have other members or other counts. */
  readonly groups: ReadonlySet<string>;
  /** Contexts that have other groups. */
  readonly contexts: ReadonlySet<string>;
}

interface Members extends ItemGroup {
  size: number;
  readonly counts: Map<ClusterStatus, number>;
  readonly items: Map<string, ClusterItem>;
  /** Keys in the order in which they are shown; undefined after members came or went. */
  sorted: readonly string[] | undefined;
}

/** The items of one view, grouped. Its cost follows what changed, not how much there is. */
export class ItemGroups {
  readonly #grouping: Grouping;
  readonly #filter: ItemFilter;
  readonly #contexts = new Map<string, Map<string, Members>>();
  readonly #groupOf = new Map<string, Members>();

  constructor(grouping: Grouping, filter: ItemFilter) {
    this.#grouping = grouping;
    this.#filter = { ...filter, text: filter.text.toLowerCase() };
  }

  /** The groups of a context by their names, those without a project last; statuses with the most urgent first. */
  groups(context: string): readonly ItemGroup[] {
    const groups = [...(this.#contexts.get(context)?.values() ?? [])];
    if (this.#grouping !== "status")
      return groups.sort((one, two) => lateness(one) - lateness(two) || compare(one.label, two.label));
    const urgency = new Map<string, number>(statuses.map((status, at) => [status, at]));
    return groups.sort((one, two) => (urgency.get(one.label) ?? 0) - (urgency.get(two.label) ?? 0));
  }

  /** A group as it is now; undefined when it has no members. */
  group(context: string, label: string): ItemGroup | undefined {
    return this.#contexts.get(context)?.get(label);
  }

  /** The first members of a group by their names, at most so many. */
  items(group: ItemGroup, limit: number): readonly ClusterItem[] {
    const members = this.#contexts.get(group.context)?.get(group.label);
    if (members === undefined) return [];
    members.sorted ??= [...members.items.values()]
      .sort((one, two) => compare(one.name, two.name) || compare(pathOf(one), pathOf(two)))
      .map(keyOf);
    return members.sorted.slice(0, limit).flatMap((key) => members.items.get(key) ?? []);
  }

  /** The item as it was last told; undefined when it is not there or not shown. */
  item(key: string): ClusterItem | undefined {
    return this.#groupOf.get(key)?.items.get(key);
  }

  /** Takes in what changed and says what looks different. */
  apply(changed: Iterable<ClusterItem>, removed: Iterable<ClusterItem>): GroupsChange {
    const change = { items: new Set<string>(), groups: new Set<string>(), contexts: new Set<string>() };
    for (const item of removed) this.#remove(keyOf(item), change);
    for (const item of changed) this.#put(item, change);
    return change;
  }

  #put(item: ClusterItem, change: MutableChange): void {
    const key = keyOf(item);
    const old = this.#groupOf.get(key);
    if (!matches(item, this.#filter)) {
      this.#remove(key, change);
      return;
    }
    const label = labelOf(item, this.#grouping);
    if (old === undefined || old.label !== label) {
      this.#remove(key, change);
      this.#add(key, item, label, change);
      return;
    }
    const before = old.items.get(key);
    old.items.set(key, item);
    change.items.add(key);
    if (before?.status === item.status) return;
    if (before !== undefined) count(old, before.status, -1);
    count(old, item.status, 1);
    change.groups.add(old.id);
  }

  #add(key: string, item: ClusterItem, label: string, change: MutableChange): void {
    const groups = this.#contexts.get(item.context) ?? new Map<string, Members>();
    this.#contexts.set(item.context, groups);
    let group = groups.get(label);
    if (group === undefined) {
      group = newGroup(item.context, label);
      groups.set(label, group);
      change.contexts.add(item.context);
    }
    group.items.set(key, item);
    group.size += 1;
    group.sorted = undefined;
    count(group, item.status, 1);
    this.#groupOf.set(key, group);
    change.groups.add(group.id);
  }

  #remove(key: string, change: MutableChange): void {
    const group = this.#groupOf.get(key);
    const item = group?.items.get(key);
    if (group === undefined || item === undefined) return;
    this.#groupOf.delete(key);
    group.items.delete(key);
    group.size -= 1;
    group.sorted = undefined;
    count(group, item.status, -1);
    change.groups.add(group.id);
    if (group.size > 0) return;
    this.#contexts.get(group.context)?.delete(group.label);
    change.contexts.add(group.context);
  }
}

interface MutableChange {
  readonly items: Set<string>;
  readonly groups: Set<string>;
  readonly contexts: Set<string>;
}

function newGroup(context: string, label: string): Members {
  return {
    id: `${context}\n${label}`,
    context,
    label,
    size: 0,
    counts: new Map(),
    items: new Map(),
    sorted: undefined,
  };
}

function count(group: Members, status: ClusterStatus, step: number): void {
  const now = (group.counts.get(status) ?? 0) + step;
  if (now > 0) group.counts.set(status, now);
  else group.counts.delete(status);
}

const noProject = "(no project)";

function lateness({ label }: ItemGroup): number {
  return label === noProject ? 1 : 0;
}

function labelOf(item: ClusterItem, grouping: Grouping): string {
  switch (grouping) {
    case "namespace":
      return item.namespace === "" ? "(cluster)" : item.namespace;
    case "project":
      return item.project ?? noProject;
    case "kind":
      return item.title;
    case "status":
      return item.status;
    case "none":
      return "";
  }
}

function matches(item: ClusterItem, { text, statuses }: ItemFilter): boolean {
  if (statuses.length > 0 && !statuses.includes(item.status)) return false;
  if (text === "") return true;
  const said = [item.namespace, item.name, item.title, item.project, item.revision, item.message, ...item.words];
  return said.some((each) => each?.toLowerCase().includes(text));
}

function compare(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}
