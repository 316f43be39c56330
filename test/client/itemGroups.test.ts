import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf } from "../../client/cluster/identity.ts";
import { type Grouping, ItemGroups, noFilter } from "../../client/cluster/itemGroups.ts";
import type { ClusterItem } from "../../server/protocol/cluster.ts";

function application(name: string, more: Partial<ClusterItem> = {}): ClusterItem {
  return {
    context: "kind",
    group: "argoproj.io",
    kind: "Application",
    namespace: "argocd",
    name,
    role: "application",
    title: "Application",
    status: "Synced",
    words: ["Synced", "Healthy"],
    ...more,
  };
}

function grouped(items: readonly ClusterItem[], grouping: Grouping = "namespace", filter = noFilter): ItemGroups {
  const groups = new ItemGroups(grouping, filter);
  groups.apply(items, []);
  return groups;
}

function shown(groups: ItemGroups, context = "kind"): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    groups.groups(context).map((group) => [group.label, groups.items(group, 100).map(({ name }) => name)]),
  );
}

test("items are put together by what was chosen, in the order of names", () => {
  const items = [
    application("shop", { project: "bookshop", status: "Degraded" }),
    application("catalog", { project: "bookshop" }),
    application("dns", { namespace: "platform", title: "HelmRelease" }),
  ];
  assert.deepEqual(shown(grouped(items)), { argocd: ["catalog", "shop"], platform: ["dns"] });
  const byProject = shown(grouped(items, "project"));
  assert.deepEqual(byProject, { bookshop: ["catalog", "shop"], "(no project)": ["dns"] });
  assert.deepEqual(Object.keys(byProject), ["bookshop", "(no project)"]);
  assert.deepEqual(shown(grouped(items, "kind")), { Application: ["catalog", "shop"], HelmRelease: ["dns"] });
  assert.deepEqual(shown(grouped(items, "status")), { Degraded: ["shop"], Synced: ["catalog", "dns"] });
  assert.deepEqual(Object.keys(shown(grouped(items, "status"))), ["Degraded", "Synced"]);
  assert.deepEqual(shown(grouped(items, "none")), { "": ["catalog", "dns", "shop"] });
});

test("a changed line is all there is to show again, its group too when the counts differ", () => {
  const groups = grouped([application("catalog"), application("shop")]);
  const quiet = groups.apply([application("shop", { revision: "main@3f2a1c0" })], []);
  assert.deepEqual([[...quiet.items], [...quiet.groups], [...quiet.contexts]], [[keyOf(application("shop"))], [], []]);
  const worse = groups.apply([application("shop", { status: "Degraded" })], []);
  assert.deepEqual([worse.items.size, worse.groups.size, worse.contexts.size], [1, 1, 0]);
  assert.deepEqual(
    [...(groups.groups("kind")[0]?.counts ?? [])],
    [
      ["Synced", 1],
      ["Degraded", 1],
    ],
  );
});

test("an item that changes its status goes to the other group, and an empty group goes away", () => {
  const groups = grouped([application("catalog"), application("shop")], "status");
  groups.apply([application("shop", { status: "Progressing" })], []);
  assert.deepEqual(shown(groups), { Progressing: ["shop"], Synced: ["catalog"] });
  const change = groups.apply([application("shop")], []);
  assert.deepEqual(shown(groups), { Synced: ["catalog", "shop"] });
  assert.deepEqual([...change.contexts], ["kind"]);
});

test("an item that is gone is not shown, and one that comes back is", () => {
  const groups = grouped([application("catalog"), application("shop")]);
  groups.apply([], [application("shop")]);
  assert.deepEqual(shown(groups), { argocd: ["catalog"] });
  groups.apply([application("shop")], []);
  assert.deepEqual(shown(groups), { argocd: ["catalog", "shop"] });
});

test("a filter looks at statuses and at all that a line says, also when that changes", () => {
  const items = [application("catalog"), application("shop", { status: "Degraded", message: "ImagePullBackOff" })];
  const groups = grouped(items, "namespace", { text: "imagepull", statuses: ["Degraded", "Stalled"] });
  assert.deepEqual(shown(groups), { argocd: ["shop"] });
  groups.apply([application("shop"), application("catalog", { status: "Stalled", message: "ImagePullBackOff" })], []);
  assert.deepEqual(shown(groups), { argocd: ["catalog"] });
});

test("objects of the same name in two clusters stay apart", () => {
  const groups = grouped([application("shop"), application("shop", { context: "production", status: "Degraded" })]);
  assert.deepEqual([shown(groups), shown(groups, "production")], [{ argocd: ["shop"] }, { argocd: ["shop"] }]);
  groups.apply([], [application("shop")]);
  assert.deepEqual([shown(groups), shown(groups, "production")], [{}, { argocd: ["shop"] }]);
});

test("the state after many random changes is that of a fresh start", () => {
  const names = Array.from({ length: 40 }, (_, at) => `app-${at % 20}`);
  const statuses = ["Synced", "OutOfSync", "Degraded"] as const;
  const filter = { text: "", statuses: ["Synced", "Degraded"] as const };
  const groups = grouped([], "status", filter);
  const state = new Map<string, ClusterItem>();
  for (let round = 0; round < 2000; round += 1) {
    // A sequence that is always the same; 7919 is prime, so it visits every combination.
    const dice = (round * 7919) % 1000;
    const item = application(names[dice % names.length] ?? "", { status: statuses[dice % 3] ?? "Synced" });
    if (dice % 5 === 0) {
      state.delete(keyOf(item));
      groups.apply([], [item]);
    } else {
      state.set(keyOf(item), item);
      groups.apply([item], []);
    }
  }
  assert.deepEqual(shown(groups), shown(grouped([...state.values()], "status", filter)));
  assert.ok(state.size > 10);
});
