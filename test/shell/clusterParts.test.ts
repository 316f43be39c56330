import assert from "node:assert/strict";
import { test } from "node:test";
import { createClusterState } from "../../server/core/cluster/clusterState.ts";
import {
  applyingManager,
  comparable,
  isEqualJson,
  mergeApplied,
  withoutAbandoned,
  withoutPointer,
} from "../../server/core/cluster/compareObjects.ts";
import { type Json, keyOf } from "../../server/core/cluster/liveObject.ts";
import { parseLiveObject } from "../../server/core/cluster/parseLiveObject.ts";
import type { ApiRequest } from "../../server/shell/adapters/cluster/apiClient.ts";
import { backOff } from "../../server/shell/adapters/cluster/backOff.ts";
import { ClusterThread } from "../../server/shell/adapters/cluster/clusterThread.ts";
import { isProtected } from "../../server/shell/adapters/cluster/contexts.ts";
import { discover } from "../../server/shell/adapters/cluster/discovery.ts";
import { createLimit } from "../../server/shell/adapters/cluster/limit.ts";
import { createLineReader } from "../../server/shell/adapters/cluster/lines.ts";
import { proxyFor } from "../../server/shell/adapters/cluster/proxyFor.ts";
import { createSummaries } from "../../server/shell/adapters/cluster/summaries.ts";
import { usualTimes } from "../../server/shell/adapters/cluster/watchTimes.ts";

test("lines are whole, wherever the stream was cut, and a last one without its end is left out", () => {
  const text = '{"name":"größe 東京 🚀"}\r\n\n{"name":"b"}\n{"name":"ha';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 5, 1000]) {
    const read = createLineReader();
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...read(bytes.subarray(at, at + size)));
    assert.deepEqual(
      lines.map((line) => line.trim()),
      ['{"name":"größe 東京 🚀"}', '{"name":"b"}'],
    );
  }
});

test("pauses double from one second to thirty, with a random half left out", () => {
  const most = [0, 1, 2, 3, 4, 5, 50].map((failures) => backOff(failures, 1));
  assert.deepEqual(most, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  assert.deepEqual(
    [0, 5].map((failures) => backOff(failures, 0)),
    [500, 15_000],
  );
});

test("contexts are protected by patterns, whatever the case", () => {
  const patterns = ["*prod*", "live"];
  const contexts = ["eu-production", "PROD", "live", "live-2", "staging", "p.rod"];
  assert.deepEqual(
    contexts.filter((context) => isProtected(context, patterns)),
    ["eu-production", "PROD", "live"],
  );
});

test("a proxy of the environment is used as Go's programs use it", () => {
  const env = {
    HTTPS_PROXY: "proxy.example.org:3128",
    NO_PROXY: "corp.example.org,.internal,10.0.0.0/8,api.example.org:6443",
  };
  const servers = [
    "https://api.example.com",
    "https://a.corp.example.org",
    "https://x.internal",
    "https://10.1.2.3:6443",
    "https://11.1.2.3",
    "https://api.example.org:6443",
    "https://api.example.org",
    "https://127.0.0.1:6443",
    "http://api.example.com",
  ];
  assert.deepEqual(
    servers.filter((server) => proxyFor(server, env)),
    ["https://api.example.com", "https://11.1.2.3", "https://api.example.org"],
  );
  assert.equal(proxyFor("https://api.example.com", env), "http://proxy.example.org:3128");
});

test("servers without aggregated discovery are asked version by version, and one that fails hides no other", async () => {
  const answers: Readonly<Record<string, Json>> = {
    "/apis": {
      kind: "APIGroupList",
      groups: [
        {
          name: "argoproj.io",
          versions: [{ version: "v1beta1" }, { version: "v1alpha1" }],
          preferredVersion: { version: "v1alpha1" },
        },
      ],
    },
    "/apis/argoproj.io/v1alpha1": {
      resources: [
        { name: "applications", kind: "Application", namespaced: true, verbs: ["list", "watch"] },
        { name: "applications/status", kind: "Application", namespaced: true, verbs: ["patch"] },
      ],
    },
  };
  const asked: string[] = [];
  const found = await discover(async ({ path }: ApiRequest) => {
    asked.push(path);
    const body = answers[path];
    return body === undefined ? { kind: "refused", code: 503, reason: "", message: "down" } : { kind: "ok", body };
  });
  assert.ok(found.kind === "served");
  assert.deepEqual(found.served.versions("argoproj.io"), ["v1alpha1", "v1beta1"]);
  const kinds = await Promise.all(
    ["v1alpha1", "v1beta1", "v1alpha1"].map((version) => found.served.kinds("argoproj.io", version)),
  );
  assert.deepEqual(
    kinds.map((each) => each.map(({ plural }) => plural)),
    [["applications"], [], ["applications"]],
  );
  assert.equal(asked.length, 3);
});

test("no more than some requests run at once, and all of them run", async () => {
  const limit = createLimit(3);
  const state = { running: 0, most: 0, done: 0 };
  const work = async (): Promise<void> => {
    state.most = Math.max(state.most, ++state.running);
    await new Promise((resolve) => setImmediate(resolve));
    state.running--;
    state.done++;
  };
  await Promise.all(Array.from({ length: 20 }, () => limit(work)));
  assert.deepEqual(state, { running: 0, most: 3, done: 20 });
});

const artifact = (revision: string, version: number) =>
  parseLiveObject({
    apiVersion: "source.toolkit.fluxcd.io/v1",
    kind: "GitRepository",
    metadata: { name: "platform", namespace: "flux-system", resourceVersion: String(version), generation: 1 },
    status: {
      observedGeneration: 1,
      artifact: { revision },
      conditions: [{ type: "Ready", status: "True", reason: "Succeeded" }],
    },
  });

const applied = parseLiveObject({
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name: "apps", namespace: "flux-system", resourceVersion: "5", generation: 1 },
  spec: { sourceRef: { kind: "GitRepository", name: "platform" } },
  status: {
    observedGeneration: 1,
    lastAppliedRevision: "main@sha1:aaa",
    conditions: [{ type: "Ready", status: "True", reason: "ReconciliationSucceeded" }],
  },
});

test("a change of a source is a change of what is built from it; equal states are told once", () => {
  const state = createClusterState();
  const summaries = createSummaries("kind", state, () => 0);
  const apply = (object: ReturnType<typeof parseLiveObject>) => {
    assert.ok(object);
    state.apply({ type: "modified", object });
    summaries.touch(keyOf(object));
    return summaries.take().changed.map(({ item }) => `${item.kind} ${item.status}`);
  };
  assert.deepEqual(apply(artifact("main@sha1:aaa", 4)), ["GitRepository Synced"]);
  assert.deepEqual(apply(applied), ["Kustomization Synced"]);
  assert.deepEqual(apply(artifact("main@sha1:aaa", 6)), []);
  assert.deepEqual(apply(artifact("main@sha1:bbb", 7)), ["GitRepository Synced", "Kustomization OutOfSync"]);
  assert.deepEqual(apply(artifact("main@sha1:aaa", 8)), ["GitRepository Synced", "Kustomization Synced"]);
});

test("bookkeeping and status are no difference", () => {
  const metadata = {
    name: "a",
    uid: "1",
    resourceVersion: "2",
    generation: 3,
    creationTimestamp: "t",
    managedFields: [],
    labels: { a: "b" },
  };
  assert.deepEqual(comparable({ kind: "A", metadata, spec: { b: 1 }, status: { c: 2 } }), {
    kind: "A",
    metadata: { name: "a", labels: { a: "b" } },
    spec: { b: 1 },
  });
  assert.ok(isEqualJson({ a: [1, { b: null }], c: undefined }, { a: [1, { b: null }] }));
  assert.ok(!isEqualJson({ a: [1, 2] }, { a: [2, 1] }));
});

test("ignored pointers take keys and items out, and leave alone what is not there", () => {
  const object = { metadata: { annotations: { "a/b": "1", c: "2" } }, list: [1, 2, 3] };
  assert.deepEqual(withoutPointer(object, "/metadata/annotations/a~1b"), {
    ...object,
    metadata: { annotations: { c: "2" } },
  });
  assert.deepEqual(withoutPointer(object, "/list/1"), { ...object, list: [1, 3] });
  assert.deepEqual(withoutPointer(object, "/spec/x"), object);
});

test("a merge takes away what was applied and is not wanted, and keeps what others set", () => {
  const live = {
    data: { kept: "x", old: "y", changed: "1" },
    containers: [{ name: "app", image: "a:1", added: true }, { name: "sidecar" }, { name: "gone" }],
  };
  const wanted = { data: { changed: "2" }, containers: [{ name: "app", image: "a:2" }] };
  const before = { data: { old: "y", changed: "1" }, containers: [{ name: "app", image: "a:1" }, { name: "gone" }] };
  assert.deepEqual(mergeApplied(live, wanted, before), {
    data: { kept: "x", changed: "2" },
    containers: [{ name: "app", image: "a:2", added: true }, { name: "sidecar" }],
  });
  assert.deepEqual(withoutAbandoned(live, wanted, before), {
    data: { kept: "x", changed: "1" },
    containers: [{ name: "app", image: "a:1", added: true }, { name: "sidecar" }],
  });
});

test("the dry run goes by the name of the controller that applied the object", () => {
  const live = (...managedFields: Json[]) => ({ metadata: { managedFields } });
  assert.equal(
    applyingManager(
      live({ manager: "kubectl", operation: "Update" }, { manager: "kustomize-controller", operation: "Apply" }),
    ),
    "kustomize-controller",
  );
  assert.equal(applyingManager(live({ manager: "somebody", operation: "Apply" })), undefined);
  assert.equal(applyingManager(undefined), undefined);
});

test("a thread that breaks says why, and fails whoever waits for it", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const policy = { kubeconfig: "", protectedContexts: [], isReadOnly: false };
  const entry = new URL("data:text/javascript,setTimeout(() => { throw new Error('out of luck'); }, 50)");
  const setup = { policy, home: "/nowhere", times: usualTimes };
  const thread = new ClusterThread(entry, setup, { told: () => assert.fail(), ended: resolve });
  await assert.rejects(thread.call("connect", { context: "shop" }), /out of luck/);
  assert.match(await promise, /out of luck/);
  assert.equal(thread.isEnded, true);
  await assert.rejects(thread.call("disconnect", { context: "shop" }), /out of luck/);
});
