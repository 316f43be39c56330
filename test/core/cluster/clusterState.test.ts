import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClusterState, createClusterState } from "../../../server/core/cluster/clusterState.ts";
import type { LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { parseLiveObject } from "../../../server/core/cluster/parseLiveObject.ts";

const scope = { group: "argoproj.io", kind: "Application" };

function app(name: string, resourceVersion: string, namespace = "argocd"): LiveObject {
  return { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name, namespace, resourceVersion } };
}

function listed(...objects: readonly LiveObject[]): ClusterState {
  const state = createClusterState();
  state.apply({ type: "listStarted", scope });
  state.apply({ type: "listedPage", scope, objects });
  state.apply({ type: "listComplete", scope });
  return state;
}

/** Names and versions of what the state holds. */
function contents(state: ClusterState): readonly string[] {
  return [...state.objects(scope)].map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`).toSorted();
}

test("A list in pages, then changes: the state is what the API server has.", () => {
  const state = createClusterState();
  state.apply({ type: "listStarted", scope });
  state.apply({ type: "listedPage", scope, objects: [app("a", "1")] });
  state.apply({ type: "listedPage", scope, objects: [app("b", "2")] });
  assert.deepEqual(state.apply({ type: "listComplete", scope }), { changed: [], removed: [] });
  state.apply({ type: "modified", object: app("a", "3") });
  state.apply({ type: "added", object: app("c", "4") });
  const { removed } = state.apply({ type: "deleted", object: app("b", "5") });
  assert.deepEqual(contents(state), ["a@3", "c@4"]);
  assert.deepEqual(removed, [{ ...scope, namespace: "argocd", name: "b" }]);
  assert.equal(state.count(scope), 2);
});

test("A new list removes what it does not have, and says so.", () => {
  const state = listed(app("a", "1"), app("b", "2"));
  state.apply({ type: "listStarted", scope });
  const page = state.apply({ type: "listedPage", scope, objects: [app("a", "1"), app("c", "9")] });
  assert.deepEqual(page.changed, [app("c", "9")]);
  assert.deepEqual(state.apply({ type: "listComplete", scope }).removed, [
    { ...scope, namespace: "argocd", name: "b" },
  ]);
  assert.deepEqual(contents(state), ["a@1", "c@9"]);
});

test("Pages of a list that was given up do not keep alive what the next list does not have.", () => {
  const state = listed(app("a", "1"));
  state.apply({ type: "listStarted", scope });
  state.apply({ type: "listedPage", scope, objects: [app("a", "1")] });
  state.apply({ type: "listStarted", scope });
  state.apply({ type: "listedPage", scope, objects: [app("b", "7")] });
  state.apply({ type: "listComplete", scope });
  assert.deepEqual(contents(state), ["b@7"]);
});

test("An older state that arrives late changes nothing, compared as numbers.", () => {
  const state = listed(app("a", "10"));
  assert.deepEqual(state.apply({ type: "modified", object: app("a", "9") }), { changed: [], removed: [] });
  assert.deepEqual(state.apply({ type: "deleted", object: app("a", "9") }), { changed: [], removed: [] });
  assert.deepEqual(contents(state), ["a@10"]);
});

test("After a restore from a backup the list counts, though its versions are lower.", () => {
  const state = listed(app("a", "1000"));
  state.apply({ type: "listStarted", scope });
  state.apply({ type: "listedPage", scope, objects: [app("a", "7")] });
  state.apply({ type: "listComplete", scope });
  assert.deepEqual(contents(state), ["a@7"]);
});

test("Opaque versions count in the order of their arrival, ends included.", () => {
  const state = listed(app("a", "x9"));
  state.apply({ type: "modified", object: app("a", "x8") });
  assert.deepEqual(contents(state), ["a@x8"]);
  state.apply({ type: "deleted", object: app("a", "x7") });
  assert.deepEqual(contents(state), []);
});

test("The list of one namespace leaves the others alone; so does the end of its watch.", () => {
  const state = listed(app("a", "1", "one"), app("b", "2", "two"));
  const one = { ...scope, namespace: "one" };
  state.apply({ type: "listStarted", scope: one });
  state.apply({ type: "listComplete", scope: one });
  assert.deepEqual(contents(state), ["b@2"]);
  state.apply({ type: "kindGone", scope: one });
  assert.deepEqual(contents(state), ["b@2"]);
  state.apply({ type: "kindGone", scope });
  assert.deepEqual(contents(state), []);
});

test("Nothing of a Secret but its head is kept, nor what kubectl and field managers leave behind.", () => {
  const secret = parseLiveObject({
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: "token",
      namespace: "shop",
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": "hunter2", team: "shop" },
      managedFields: [{ manager: "kubectl" }],
    },
    data: { password: "aHVudGVyMg==" },
    stringData: { password: "hunter2" },
  });
  assert.deepEqual(secret, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "token", namespace: "shop", annotations: { team: "shop" } },
  });
});

test("Items of a list get the type of the list; what is no object is left out.", () => {
  const type = { apiVersion: "argoproj.io/v1alpha1", kind: "Application" };
  assert.deepEqual(parseLiveObject({ metadata: { name: "a" }, spec: {} }, type), {
    ...type,
    metadata: { name: "a" },
    spec: {},
  });
  for (const broken of [null, "text", [], {}, { metadata: {} }, { metadata: { name: 3 } }]) {
    assert.equal(parseLiveObject(broken, type), undefined);
  }
});

test("An event costs the same with many objects as with few.", () => {
  const many = listed(...Array.from({ length: 50_000 }, (_, at) => app(`app-${at}`, "1")));
  const before = performance.now();
  for (let at = 0; at < 10_000; at++) many.apply({ type: "modified", object: app(`app-${at}`, `${at + 2}`) });
  const spent = performance.now() - before;
  assert.ok(spent < 1000, `10,000 events took ${Math.round(spent)} ms`);
});
