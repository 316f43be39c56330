import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { actionOf, among, completionOf, condition, objects, planOf, refusalOf, requestsOf } from "./liveFixtures.ts";

const steps = [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }];
const canary = { strategy: { canary: { steps } } };
const rollout = objects("argoproj.io/v1alpha1", "Rollout", { spec: canary });
const blueGreen = { strategy: { blueGreen: { activeService: "web" } } };
const paused = {
  pauseConditions: [{ reason: "CanaryPauseStep", startTime: "2026-01-02T03:00:00Z" }],
  controllerPause: true,
};
const under = { observedGeneration: "2", phase: "Paused", currentPodHash: "new", stableRS: "old", currentStepIndex: 1 };
const inconclusive = { canary: { currentStepAnalysisRunStatus: { name: "x", status: "Inconclusive" } } };
const guarded = (status: JsonObject) => ({
  "patch status of": "Rollout apps/shop",
  body: { metadata: { resourceVersion: "100" }, status },
});
const spec = (body: JsonObject) => ({ patch: "Rollout apps/shop", body: { spec: body } });

const promotions: readonly (readonly [
  name: string,
  spec: JsonObject,
  status: JsonObject,
  requests: readonly unknown[],
])[] = [
  ["paused by hand", { ...blueGreen, paused: true }, { ...under }, [spec({ paused: false })]],
  ["paused at a step", canary, { ...under, ...paused }, [guarded({ pauseConditions: null })]],
  [
    "paused at a step and by hand",
    { ...canary, paused: true },
    { ...under, ...paused },
    [guarded({ pauseConditions: null }), spec({ paused: false })],
  ],
  [
    "inconclusive",
    canary,
    { ...under, controllerPause: true, pauseConditions: [{ reason: "InconclusiveAnalysisRun" }], ...inconclusive },
    [guarded({ pauseConditions: null, controllerPause: false, currentStepIndex: 2 })],
  ],
  [
    "between steps",
    canary,
    { ...under, phase: "Progressing" },
    [guarded({ pauseConditions: null, currentStepIndex: 2 })],
  ],
  [
    "at the last step",
    canary,
    { ...under, phase: "Progressing", currentStepIndex: 2 },
    [guarded({ pauseConditions: null, currentStepIndex: 3 })],
  ],
  [
    "blue-green before its promotion",
    blueGreen,
    { ...under, pauseConditions: [{ reason: "BlueGreenPause" }] },
    [guarded({ pauseConditions: null })],
  ],
];

for (const [name, own, status, requests] of promotions) {
  test(`Promote writes what the controller expects of a Rollout that is ${name}.`, () =>
    assert.deepEqual(requestsOf(planOf(rollout({ spec: own, status }), "rollouts.promote")), requests));
}

test("There is nothing to promote in a Rollout that waits for nothing, or was aborted.", () => {
  const done = { ...under, phase: "Healthy", currentStepIndex: 3 };
  assert.match(refusalOf(rollout({ status: done }), "rollouts.promote") ?? "", /Nothing waits/);
  assert.match(refusalOf(rollout({ status: { ...under, abort: true } }), "rollouts.promote") ?? "", /Retry it first/);
});

test("A promotion has happened when the pause is another one or the step a later one.", () => {
  const plan = planOf(rollout({ status: { ...under, ...paused } }), "rollouts.promote");
  const after = (status: JsonObject): string => completionOf(plan, rollout({ status: { ...under, ...status } })).state;
  assert.equal(after(paused), "waiting");
  assert.equal(after({ controllerPause: true }), "waiting");
  assert.equal(after({ phase: "Progressing", observedGeneration: "1" }), "waiting");
  assert.equal(after({ phase: "Progressing", currentStepIndex: 2 }), "succeeded");
  assert.equal(after({ phase: "Degraded", message: "aborted" }), "failed");
  assert.equal(after({ phase: "Healthy", currentStepIndex: 3 }), "succeeded");
});

test("Promoting fully skips everything and lasts until all pods are new.", () => {
  const object = rollout({ spec: { ...canary, paused: true }, status: under });
  const plan = planOf(object, "rollouts.promoteFull");
  assert.deepEqual(requestsOf(plan), [guarded({ promoteFull: true }), spec({ paused: false })]);
  const after = (status: JsonObject): string => completionOf(plan, rollout({ status: { ...under, ...status } })).state;
  assert.equal(after({ promoteFull: true, phase: "Progressing" }), "waiting");
  assert.equal(after({ stableRS: "new", phase: "Healthy" }), "succeeded");
  assert.match(refusalOf(rollout({ status: { ...under, stableRS: "new" } }), "rollouts.promoteFull") ?? "", /already/);
});

test("Abort and retry write the status; each needs the other's state.", () => {
  const aborting = planOf(rollout({ status: under }), "rollouts.abort");
  assert.deepEqual(requestsOf(aborting), [guarded({ abort: true })]);
  const aborted = { ...under, abort: true, abortedAt: "2026-01-02T03:04:06Z", phase: "Degraded" };
  assert.equal(completionOf(aborting, rollout({ status: under })).state, "waiting");
  assert.equal(completionOf(aborting, rollout({ status: aborted })).state, "succeeded");
  const retrying = planOf(rollout({ status: aborted }), "rollouts.retry");
  assert.deepEqual(requestsOf(retrying), [guarded({ abort: false })]);
  assert.equal(completionOf(retrying, rollout({ status: aborted })).state, "waiting");
  assert.equal(completionOf(retrying, rollout({ status: { ...under, phase: "Progressing" } })).state, "succeeded");
  assert.match(refusalOf(rollout({ status: aborted }), "rollouts.abort") ?? "", /already/);
  assert.match(refusalOf(rollout({ status: under }), "rollouts.retry") ?? "", /not aborted/);
  assert.match(
    refusalOf(rollout({ status: { ...under, stableRS: "new" } }), "rollouts.abort") ?? "",
    /No update is under way/,
  );
});

test("Pause, resume and restart write the spec and warn when Git reverts it.", () => {
  const labels = { "kustomize.toolkit.fluxcd.io/name": "apps" };
  const pausing = planOf(rollout({ metadata: { labels }, status: under }), "rollouts.pause");
  assert.deepEqual(requestsOf(pausing), [spec({ paused: true })]);
  assert.match(pausing.warnings.join(), /Git will revert it/);
  const byHand = rollout({ spec: { ...canary, paused: true }, status: under });
  assert.deepEqual(requestsOf(planOf(byHand, "rollouts.resume")), [spec({ paused: false })]);
  assert.match(refusalOf(byHand, "rollouts.pause") ?? "", /already/);
  assert.match(refusalOf(rollout({ status: { ...under, ...paused } }), "rollouts.resume") ?? "", /Use Promote/);
  const restarting = planOf(rollout({ status: under }), "rollouts.restart");
  assert.deepEqual(requestsOf(restarting), [spec({ restartAt: "2026-01-02T03:04:05Z" })]);
  const after = (restartedAt: string) => completionOf(restarting, rollout({ status: { restartedAt } })).state;
  assert.equal(after("2026-01-01T00:00:00Z"), "waiting");
  assert.equal(after("2026-01-02T03:04:05Z"), "succeeded");
});

const secret = objects("external-secrets.io/v1", "ExternalSecret");
const synced = condition("Ready", "True", "SecretSynced", "secret synced");

test("An ExternalSecret is refreshed by an annotation and is done when its refresh time moves.", () => {
  const before = secret({ status: { refreshTime: "2026-01-02T03:00:00Z", conditions: [synced] } });
  const plan = planOf(before, "externalSecrets.refresh");
  assert.deepEqual(requestsOf(plan), [
    { patch: "ExternalSecret apps/shop", body: { metadata: { annotations: { "force-sync": "1767323045" } } } },
  ]);
  assert.equal(completionOf(plan, before).state, "waiting");
  assert.equal(
    completionOf(plan, secret({ status: { refreshTime: "2026-01-02T03:04:06Z", conditions: [synced] } })).state,
    "succeeded",
  );
});

test("Two refreshes in one second are told apart by the version that was read.", () => {
  const status = { refreshTime: "2026-01-02T03:04:05Z", syncedResourceVersion: "2-aa", conditions: [synced] };
  const before = secret({ status });
  const plan = planOf(before, "externalSecrets.refresh");
  assert.equal(completionOf(plan, before, before).state, "waiting");
  assert.equal(completionOf(plan, secret({ status: { ...status, syncedResourceVersion: "2-bb" } })).state, "succeeded");
});

test("A refresh has failed when the failure is another one than at the request, whatever the clocks say.", () => {
  const plan = planOf(secret(), "externalSecrets.refresh");
  const failing = (lastTransitionTime: string, message = "no such key") => {
    const failed = { ...condition("Ready", "False", "SecretSyncedError", message), lastTransitionTime };
    return secret({ status: { conditions: [failed] } });
  };
  const [hourBehind, hourAhead] = [failing("2026-01-02T02:04:06Z"), failing("2026-01-02T04:04:06Z")];
  const readyBefore = secret({ status: { conditions: [synced] } });
  for (const failed of [hourBehind, hourAhead]) {
    assert.equal(completionOf(plan, failed, readyBefore).state, "failed");
    assert.equal(completionOf(plan, failed, failed).state, "waiting", "it failed before already");
    assert.equal(completionOf(plan, failed, secret()).state, "failed");
  }
  const other = failing("2026-01-02T02:04:06Z", "access denied");
  assert.deepEqual(completionOf(plan, other, hourBehind), { state: "failed", message: "access denied" });
});

test("What was refreshed between looking at it and asking does not end the refresh.", () => {
  const at = (refreshTime: string) => secret({ status: { refreshTime, conditions: [synced] } });
  const plan = planOf(at("2026-01-02T03:00:00Z"), "externalSecrets.refresh");
  assert.equal(completionOf(plan, at("2026-01-02T03:04:00Z"), at("2026-01-02T03:04:00Z")).state, "waiting");
});

test("Secrets that are read only once are not refreshed.", () => {
  const status = { conditions: [synced] };
  assert.match(
    refusalOf(secret({ spec: { refreshPolicy: "CreatedOnce" }, status }), "externalSecrets.refresh") ?? "",
    /CreatedOnce/,
  );
  assert.match(
    refusalOf(secret({ spec: { refreshInterval: "0s" }, status }), "externalSecrets.refresh") ?? "",
    /refreshInterval/,
  );
  assert.equal(refusalOf(secret({ spec: { refreshInterval: "0s" } }), "externalSecrets.refresh"), undefined);
});

test("A ClusterExternalSecret hands the refresh on by the annotation that it propagates.", () => {
  const all = objects("external-secrets.io/v1", "ClusterExternalSecret", { metadata: { namespace: "" } });
  assert.deepEqual(requestsOf(planOf(all(), "externalSecrets.refresh")), [
    {
      patch: "ClusterExternalSecret /shop",
      body: { metadata: { annotations: { "external-secrets.io/force-sync": "1767323045" } } },
    },
  ]);
});

/** A ReplicaSet of the Rollout as its controller makes it. */
function replicaSet(revision: number, hash: string, owner = "shop"): LiveObject {
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `shop-${hash}`,
      namespace: "apps",
      labels: { app: "shop", "rollouts-pod-template-hash": hash },
      annotations: { "rollout.argoproj.io/revision": String(revision) },
      ownerReferences: [{ apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: owner, controller: true }],
    },
    spec: {
      template: {
        metadata: { labels: { app: "shop", "rollouts-pod-template-hash": hash } },
        spec: { containers: [{ name: "web", image: `shop:${revision}` }] },
      },
    },
  };
}

const undone = rollout({ spec: { ...canary, selector: { matchLabels: { app: "shop", tier: "web" } } }, status: under });
const read = [replicaSet(1, "first"), replicaSet(3, "new"), replicaSet(2, "old"), replicaSet(9, "x", "other")];

test("Undo reads the ReplicaSets of the Rollout and offers those of older revisions.", () => {
  const action = actionOf(undone, "rollouts.undo");
  assert.deepEqual(action.reads?.(undone), {
    group: "apps",
    kind: "ReplicaSet",
    namespace: "apps",
    labelSelector: "app=shop,tier=web",
  });
  const [choice] = action.choices(undone, { ...among(), read });
  assert.deepEqual(
    choice?.items?.map(({ value, detail }) => [value, detail]),
    [
      ["2", "shop:2"],
      ["1", "shop:1"],
    ],
  );
});

test("Undo replaces the template by that of the older revision, without the label of its ReplicaSet.", () => {
  const plan = planOf(undone, "rollouts.undo", { revision: "1" }, { ...among(), read });
  const template = { metadata: { labels: { app: "shop" } }, spec: { containers: [{ name: "web", image: "shop:1" }] } };
  assert.deepEqual(requestsOf(plan), [
    {
      patch: "Rollout apps/shop",
      body: [
        { op: "replace", path: "/metadata/resourceVersion", value: "100" },
        { op: "replace", path: "/spec/template", value: template },
      ],
    },
  ]);
  assert.equal(completionOf(plan, undone).state, "waiting");
  assert.equal(completionOf(plan, rollout({ status: { ...under, currentPodHash: "first" } })).state, "succeeded");
});

test("There is no undo without older revisions, without the right to read them, or for pods of a Deployment.", () => {
  assert.match(refusalOf(undone, "rollouts.undo") ?? "", /right to list ReplicaSets/);
  assert.match(
    refusalOf(undone, "rollouts.undo", { ...among(), read: [replicaSet(3, "new")] }) ?? "",
    /no older revision/,
  );
  const referring = rollout({ spec: { ...canary, workloadRef: { kind: "Deployment", name: "web" } }, status: under });
  assert.match(refusalOf(referring, "rollouts.undo") ?? "", /the Deployment web\. Undo the change there/);
});
