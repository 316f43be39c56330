import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, LiveObject } from "../../../server/core/cluster/liveObject.ts";
import {
  actionOf,
  among,
  completionOf,
  condition,
  kindOf,
  objects,
  type Parts,
  planOf,
  refusalOf,
  requestsOf,
  token,
} from "./liveFixtures.ts";

const ks = objects("kustomize.toolkit.fluxcd.io/v1", "Kustomization", {
  spec: { sourceRef: { kind: "GitRepository", name: "repo" } },
});
const release = objects("helm.toolkit.fluxcd.io/v2", "HelmRelease", {
  spec: {
    chart: {
      spec: { chart: "podinfo", sourceRef: { kind: "HelmRepository", name: "charts", namespace: "flux-system" } },
    },
  },
});
const source = (kind: string, name: string, namespace: string, spec: JsonObject = {}): LiveObject =>
  objects("source.toolkit.fluxcd.io/v1", kind)({ metadata: { name, namespace }, spec });

const requested = "reconcile.fluxcd.io/requestedAt";
const request = { metadata: { annotations: { [requested]: token } } };
const handled = { lastHandledReconcileAt: token, observedGeneration: 2 };
const isReady = condition(
  "Ready",
  "True",
  "ReconciliationSucceeded",
  "Applied revision: main@sha1:3f2a1c0d4b5e6f708192a3b4c5d6e7f8091a2b3c",
);

test("Reconcile asks under a token and is done when the status echoes it.", () => {
  const plan = planOf(ks(), "flux.reconcile");
  assert.deepEqual(requestsOf(plan), [{ patch: "Kustomization apps/shop", body: request }]);
  const old = { lastHandledReconcileAt: "2026-01-01T00:00:00Z", observedGeneration: 2, conditions: [isReady] };
  assert.equal(completionOf(plan, ks({ status: old })).state, "waiting");
  assert.deepEqual(completionOf(plan, ks({ status: { ...handled, conditions: [isReady] } })), {
    state: "succeeded",
    message: "Applied revision: main@3f2a1c0",
  });
});

const outcomes: readonly (readonly [name: string, state: string, status: JsonObject])[] = [
  [
    "handled, but still at work",
    "waiting",
    { ...handled, conditions: [isReady, condition("Reconciling", "True", "Progressing")] },
  ],
  ["ready for an older generation", "waiting", { ...handled, observedGeneration: 1, conditions: [isReady] }],
  ["unknown", "waiting", { ...handled, conditions: [condition("Ready", "Unknown", "Progressing")] }],
  [
    "waiting for a dependency",
    "waiting",
    { ...handled, conditions: [condition("Ready", "False", "DependencyNotReady", "x")] },
  ],
  [
    "failed",
    "failed",
    {
      ...handled,
      observedGeneration: 1,
      conditions: [
        condition("Ready", "False", "BuildFailed", "x"),
        condition("Reconciling", "True", "ProgressingWithRetry"),
      ],
    },
  ],
  ["stalled", "failed", { ...handled, conditions: [condition("Stalled", "True", "AccessDenied", "no")] }],
  ["no condition yet", "waiting", handled],
];

for (const [name, state, status] of outcomes) {
  test(`After a request, an object that is ${name} means: ${state}.`, () =>
    assert.equal(completionOf(planOf(ks(), "flux.reconcile"), ks({ status })).state, state));
}

test("A later request of somebody else ends the wait too, as only the last one is echoed.", () => {
  const later = "2026-01-02T03:05:00Z";
  const metadata = { annotations: { [requested]: later } };
  const status = { lastHandledReconcileAt: later, observedGeneration: 2, conditions: [isReady] };
  const plan = planOf(ks(), "flux.reconcile");
  assert.equal(completionOf(plan, ks({ metadata, status })).state, "succeeded");
  assert.equal(
    completionOf(plan, ks({ metadata, status }), ks({ status })).state,
    "waiting",
    "it was there before ours",
  );
});

test("Somebody whose clock is an hour behind, and who asked later, ends the wait all the same.", () => {
  const behind = "2026-01-02T02:05:00Z";
  const status = { lastHandledReconcileAt: behind, observedGeneration: 2, conditions: [isReady] };
  const written = ks({ status: { ...status, lastHandledReconcileAt: "2026-01-01T00:00:00Z" } });
  const asked = (annotation: string) => ks({ metadata: { annotations: { [requested]: annotation } }, status });
  const plan = planOf(ks(), "flux.reconcile");
  assert.equal(completionOf(plan, asked(behind), written).state, "succeeded");
  assert.equal(completionOf(plan, asked(token), written).state, "waiting", "ours is still to be handled");
});

test("Suspended objects are not reconciled; the others are not resumed.", () => {
  const suspended = ks({ spec: { suspend: true } });
  for (const id of ["flux.reconcile", "flux.reconcileWithSource"])
    assert.match(refusalOf(suspended, id) ?? "", /Resume it first/);
  assert.match(refusalOf(suspended, "flux.suspend") ?? "", /already/);
  assert.match(refusalOf(ks(), "flux.resume") ?? "", /not suspended/);
});

test("Suspend and resume write the spec and warn when Git reverts it.", () => {
  assert.deepEqual(requestsOf(planOf(ks(), "flux.suspend")), [
    { patch: "Kustomization apps/shop", body: { spec: { suspend: true } } },
  ]);
  const labels = { "kustomize.toolkit.fluxcd.io/name": "root", "kustomize.toolkit.fluxcd.io/namespace": "flux-system" };
  const suspended = ks({ metadata: { labels }, spec: { suspend: true } });
  const plan = planOf(suspended, "flux.resume");
  assert.deepEqual(requestsOf(plan), [{ patch: "Kustomization apps/shop", body: { spec: { suspend: false } } }]);
  assert.match(plan.warnings.join(), /the Flux Kustomization flux-system\/root .* `spec\.suspend`/);
});

test("A resumed object is judged by what happens after it was resumed.", () => {
  const plan = planOf(ks({ spec: { suspend: true } }), "flux.resume");
  const after = (conditions: readonly JsonObject[], observedGeneration: number): string =>
    completionOf(plan, ks({ metadata: { generation: 4 }, status: { observedGeneration, conditions } })).state;
  const failed = condition("Ready", "False", "BuildFailed", "x");
  assert.equal(completionOf(plan, ks({ spec: { suspend: true }, status: { conditions: [isReady] } })).state, "waiting");
  assert.equal(after([isReady], 2), "waiting");
  assert.equal(after([isReady], 4), "succeeded");
  assert.equal(after([{ ...failed, observedGeneration: 2 }], 2), "waiting");
  assert.equal(after([{ ...failed, observedGeneration: 4 }], 2), "failed");
});

/** The objects that a plan reconciles, in order. */
function chain(object: LiveObject, ...others: readonly LiveObject[]): readonly string[] {
  return requestsOf(planOf(object, "flux.reconcileWithSource", {}, among(...others))).flatMap(
    (each) => Object.values(each ?? {})[0],
  );
}

test("With source, the source of a Kustomization is fetched and waited for first.", () => {
  assert.deepEqual(chain(ks(), source("GitRepository", "repo", "apps")), [
    "GitRepository apps/repo",
    "Kustomization apps/shop",
  ]);
  const plan = planOf(ks(), "flux.reconcileWithSource");
  assert.deepEqual(
    plan.steps.map(({ type, target }) => `${type} ${target.kind}`),
    ["patch GitRepository", "wait GitRepository", "patch Kustomization", "wait Kustomization"],
  );
});

test("With source, a HelmRelease goes from its repository over its chart.", () => {
  const repository = source("HelmRepository", "charts", "flux-system");
  assert.deepEqual(chain(release(), repository), [
    "HelmRepository flux-system/charts",
    "HelmChart flux-system/apps-shop",
    "HelmRelease apps/shop",
  ]);
  const git = { chart: { spec: { chart: "./charts/web", sourceRef: { kind: "GitRepository", name: "repo" } } } };
  assert.deepEqual(chain(release({ spec: git })), [
    "GitRepository apps/repo",
    "HelmChart apps/apps-shop",
    "HelmRelease apps/shop",
  ]);
});

test("Repositories of type oci, and those that may be one, are left out of the chain.", () => {
  const expected = ["HelmChart flux-system/apps-shop", "HelmRelease apps/shop"];
  assert.deepEqual(chain(release(), source("HelmRepository", "charts", "flux-system", { type: "oci" })), expected);
  assert.deepEqual(chain(release()), expected);
});

test("A chartRef is followed to the source of the chart.", () => {
  const chart = source("HelmChart", "web", "apps", { sourceRef: { kind: "GitRepository", name: "repo" } });
  const spec = { chartRef: { kind: "HelmChart", name: "web" } };
  assert.deepEqual(chain(release({ spec }), chart), [
    "GitRepository apps/repo",
    "HelmChart apps/web",
    "HelmRelease apps/shop",
  ]);
  const oci = { chartRef: { kind: "OCIRepository", name: "web", namespace: "oci" } };
  assert.deepEqual(chain(release({ spec: oci })), ["OCIRepository oci/web", "HelmRelease apps/shop"]);
});

test("A suspended source is passed over with a warning; without any source there is nothing to do.", () => {
  const suspended = source("GitRepository", "repo", "apps", { suspend: true });
  assert.match(
    refusalOf(ks(), "flux.reconcileWithSource", among(suspended)) ?? "",
    /GitRepository apps\/repo is suspended .* use Reconcile/,
  );
  const external = ks({ spec: { sourceRef: { kind: "ExternalArtifact", name: "x" } } });
  assert.match(refusalOf(external, "flux.reconcileWithSource") ?? "", /written by another controller/);
});

test("The rights that a chain needs are those on each of its objects.", () => {
  const rights = actionOf(ks(), "flux.reconcileWithSource").permissions(ks(), among());
  assert.deepEqual(
    rights.map(({ verb, target }) => `${verb} ${target?.kind ?? "itself"}`),
    ["patch GitRepository", "patch itself"],
  );
});

test("Force and reset write the same token twice and wait for both echoes.", () => {
  const plan = planOf(release(), "flux.force");
  assert.deepEqual(requestsOf(plan), [
    {
      patch: "HelmRelease apps/shop",
      body: { metadata: { annotations: { [requested]: token, "reconcile.fluxcd.io/forceAt": token } } },
    },
  ]);
  const status = { ...handled, conditions: [isReady] };
  assert.equal(completionOf(plan, release({ status })).state, "waiting");
  assert.equal(completionOf(plan, release({ status: { ...status, lastHandledForceAt: token } })).state, "succeeded");
  const failing = release({ status: { failures: 3 } });
  assert.deepEqual(requestsOf(planOf(failing, "flux.reset")), [
    {
      patch: "HelmRelease apps/shop",
      body: { metadata: { annotations: { [requested]: token, "reconcile.fluxcd.io/resetAt": token } } },
    },
  ]);
  assert.match(refusalOf(release(), "flux.reset") ?? "", /nothing to reset/);
});

test("Nothing is done with a repository of type oci.", () => {
  const oci = source("HelmRepository", "charts", "flux-system", { type: "oci" });
  for (const { id } of kindOf(oci).actions) assert.match(refusalOf(oci, id) ?? "", /has no controller/);
});

const tf = objects("infra.contrib.fluxcd.io/v1alpha2", "Terraform", { spec: { approvePlan: "" } });

test("A Terraform reconciliation ends with a plan that waits for approval.", () => {
  const plan = planOf(tf(), "terraform.reconcile");
  assert.deepEqual(requestsOf(plan), [{ patch: "Terraform apps/shop", body: request }]);
  const planned = condition(
    "Ready",
    "Unknown",
    "TerraformPlannedWithChanges",
    'set approvePlan: "plan-main-0123456789"',
  );
  assert.equal(completionOf(plan, tf({ status: { conditions: [planned] } })).state, "waiting");
  assert.equal(completionOf(plan, tf({ status: { ...handled, conditions: [planned] } })).state, "succeeded");
  assert.equal(planOf(tf({ spec: { approvePlan: "auto" } }), "terraform.reconcile").destructive, true);
});

test("Replan clears the pending plan in the status, keeps the other conditions, then asks.", () => {
  const other = condition("Plan", "True", "Planned", "x");
  const pending = tf({ status: { plan: { pending: "plan-main-0123456789" }, conditions: [other, isReady] } });
  const plan = planOf(pending, "terraform.replan");
  const ready = {
    type: "Ready",
    status: "False",
    reason: "ReplanRequested",
    message: "Replan requested",
    lastTransitionTime: "2026-01-02T03:04:05Z",
    observedGeneration: 2,
  };
  const status = {
    plan: { pending: null },
    lastPlannedRevision: null,
    lastAttemptedRevision: null,
    conditions: [other, ready],
  };
  assert.deepEqual(requestsOf(plan), [
    { "patch status of": "Terraform apps/shop", body: { metadata: { resourceVersion: "100" }, status } },
    { patch: "Terraform apps/shop", body: request },
  ]);
  assert.match(plan.effect, /plan-main-0123456789/);
  assert.equal(completionOf(plan, tf({ status: { ...handled, conditions: [ready] } })).state, "waiting");
  assert.equal(
    completionOf(
      plan,
      tf({ status: { ...handled, conditions: [condition("Ready", "False", "TFExecPlanFailed", "x")] } }),
    ).state,
    "failed",
  );
});

test("Actions can be copied as the words of the command line.", () => {
  const line = (object: LiveObject, id: string, parts?: Parts) =>
    kindOf(object).commandLine(parts ? ks(parts) : object, id);
  assert.equal(line(ks(), "flux.reconcileWithSource"), "flux reconcile kustomization shop -n apps --with-source");
  assert.equal(line(release(), "flux.force"), "flux reconcile helmrelease shop -n apps --force");
  assert.equal(line(source("GitRepository", "repo", "apps"), "flux.suspend"), "flux suspend source git repo -n apps");
  assert.equal(line(tf(), "terraform.replan"), "tfctl replan shop -n apps");
});
