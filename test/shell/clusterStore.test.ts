import assert from "node:assert/strict";
import { test } from "node:test";
import { createClusterState } from "../../server/core/cluster/clusterState.ts";
import { keyOf, type LiveObject } from "../../server/core/cluster/liveObject.ts";
import { createClusterStore } from "../../server/shell/adapters/cluster/clusterStore.ts";
import type { Batch } from "../../server/shell/adapters/cluster/messages.ts";
import { createSummaries } from "../../server/shell/adapters/cluster/summaries.ts";

const setKey = { group: "argoproj.io", kind: "ApplicationSet", namespace: "argocd", name: "tenants" };

function application(name: string, health: string, set = "tenants", path = "apps"): LiveObject {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name,
      namespace: "argocd",
      ownerReferences: [{ apiVersion: "argoproj.io/v1alpha1", kind: "ApplicationSet", name: set, controller: true }],
    },
    spec: { source: { repoURL: "https://github.com/example-org/gitops", path }, destination: { name: "eu" } },
    status: { sync: { status: "Synced" }, health: { status: health } },
  };
}

/** A cluster thread and the server beside it. */
function connected() {
  const store = createClusterStore(() => undefined);
  const state = createClusterState();
  const summaries = createSummaries("prod", state, () => 0);
  const tell = (batch: Pick<Batch, "changed" | "removed">): boolean =>
    store.take({ context: "prod", objects: [], ...batch });
  const put = (object: LiveObject): boolean => {
    state.apply({ type: "modified", object });
    summaries.touch(keyOf(object));
    return tell(summaries.take());
  };
  const remove = (object: LiveObject): boolean => {
    state.apply({ type: "deleted", object });
    summaries.touch(keyOf(object));
    return tell(summaries.take());
  };
  const counts = () => Object.fromEntries(store.ownedBy("prod", setKey));
  return { store, put, remove, counts };
}

test("How the objects of an owner are doing is counted as they come, change, move and go.", () => {
  const { put, remove, counts } = connected();
  assert.deepEqual(counts(), {});
  put(application("a", "Healthy"));
  put(application("b", "Healthy"));
  assert.deepEqual(counts(), { Synced: 2 });
  put(application("b", "Degraded"));
  put(application("b", "Degraded"));
  assert.deepEqual(counts(), { Synced: 1, Degraded: 1 });
  put(application("a", "Healthy", "others"));
  assert.deepEqual(counts(), { Degraded: 1 });
  remove(application("b", "Degraded"));
  assert.deepEqual(counts(), {});
});

test("A file that shows an owner is shown anew when one of its objects does differently, and only then.", () => {
  const { store, put } = connected();
  put(application("a", "Healthy"));
  put(application("b", "Healthy", "others"));
  assert.equal(put(application("a", "Degraded")), false);
  store.follow([setKey]);
  assert.equal(put(application("a", "Healthy")), true);
  assert.equal(put(application("a", "Healthy")), false);
  assert.equal(put(application("b", "Degraded", "others")), false);
});

test("Where an object comes from and what it brings where is known without the object itself.", () => {
  const { store, put } = connected();
  put(application("a", "Healthy"));
  const [found] = store.find(keyOf(application("a", "Healthy")));
  assert.equal(found?.object, undefined);
  assert.deepEqual(found?.provenance?.owner, setKey);
  assert.deepEqual(found?.provenance?.remote, { name: "eu" });
  assert.equal(found?.provenance?.sources?.[0]?.path, "apps");
});

test("What takes a directory is found by its path, as objects come, move and go; only then files are shown anew.", () => {
  const { store, put, remove } = connected();
  const takers = (path: string) => store.takersOf(path).map(({ context, key }) => `${context} ${key.name}`);
  assert.equal(put(application("a", "Healthy", "tenants", "./apps/")), true);
  put(application("b", "Healthy"));
  assert.deepEqual(takers("apps"), ["prod a", "prod b"]);
  const { takersRevision } = store;
  assert.equal(put(application("a", "Degraded", "tenants", "./apps/")), false);
  assert.equal(store.takersRevision, takersRevision);
  assert.equal(put(application("a", "Degraded", "tenants", "other")), true);
  assert.ok(store.takersRevision > takersRevision);
  remove(application("b", "Healthy"));
  assert.deepEqual([takers("apps"), takers("other")], [[], ["prod a"]]);
});
