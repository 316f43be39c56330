import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../server/core/cluster/liveObject.ts";
import { completionOf, kindOf, now, objects, planOf, refusalOf, requestsOf, token, waitsOf } from "./liveFixtures.ts";

const deployment = { group: "apps", kind: "Deployment", namespace: "shop", name: "web" };
const app = objects("argoproj.io/v1alpha1", "Application", {
  metadata: { namespace: "argocd" },
  spec: {
    source: { repoURL: "https://github.com/example-org/gitops", targetRevision: "main", path: "apps/shop" },
    syncPolicy: { syncOptions: ["CreateNamespace=true"], retry: { limit: 3 } },
  },
  status: {
    sync: { status: "OutOfSync" },
    health: { status: "Healthy" },
    operationState: { phase: "Succeeded", startedAt: "2026-01-01T00:00:00Z" },
    resources: [
      { ...deployment, status: "OutOfSync" },
      { kind: "ConfigMap", namespace: "shop", name: "old", status: "OutOfSync", requiresPruning: true },
    ],
  },
});

const patched = "patch";
const target = "Application argocd/shop";

/** The operation that a sync or rollback writes. */
function operation(sync: JsonObject): JsonObject {
  return {
    metadata: { resourceVersion: "100" },
    operation: {
      initiatedBy: { username: "vscode:jane" },
      info: [
        { name: "Reason", value: "Requested in the editor" },
        { name: "Request", value: token },
      ],
      retry: { limit: 3 },
      sync,
    },
    status: { operationState: null },
  };
}

test("A sync writes the operation with the options and retries of the spec, guarded by the version.", () => {
  assert.deepEqual(requestsOf(planOf(app(), "argo.sync")), [
    {
      [patched]: target,
      body: operation({
        revision: "",
        prune: false,
        dryRun: false,
        syncOptions: ["CreateNamespace=true"],
        syncStrategy: { hook: { force: false } },
      }),
    },
  ]);
});

test("A sync takes every choice over; its effect names the revision and counts what is pruned.", () => {
  const options = { revision: "v2", prune: true, force: true, replace: true, resources: ["apps/Deployment/shop/web"] };
  const plan = planOf(app(), "argo.sync", options);
  assert.deepEqual(requestsOf(plan), [
    {
      [patched]: target,
      body: operation({
        revision: "v2",
        prune: true,
        dryRun: false,
        syncOptions: ["CreateNamespace=true", "Replace=true"],
        syncStrategy: { hook: { force: true } },
        resources: [deployment],
      }),
    },
  ]);
  assert.equal(plan.effect, "Syncs to v2, 1 object only, prunes 1 object");
  assert.equal(plan.destructive, true);
  assert.equal(planOf(app(), "argo.sync", { prune: true, dryRun: true }).destructive, false);
});

test("A sync warns of what it leaves, of hooks that do not run, and of auto-sync that goes back.", () => {
  const automated = app({ spec: { source: { targetRevision: "main" }, syncPolicy: { automated: {} } } });
  const said = (options: Parameters<typeof planOf>[2]): string =>
    planOf(automated, "argo.sync", options).warnings.join("\n");
  assert.match(said({ revision: "v2" }), /Auto-sync is on and goes back to main/);
  assert.match(said({}), /1 object not in Git any more will stay/);
  assert.match(said({ resources: ["apps/Deployment/shop/web"] }), /Hooks do not run/);
  assert.doesNotMatch(said({ prune: true }), /Auto-sync|will stay|Hooks/);
});

test("Applications with several sources offer no single revision.", () => {
  const several = app({ spec: { sources: [{ repoURL: "a" }, { repoURL: "b" }] } });
  const choices = kindOf(several).actions[0]?.choices(several, { lookup: { find: () => undefined }, now });
  assert.deepEqual(
    choices?.map(({ name }) => name),
    ["prune", "dryRun", "force", "replace", "resources"],
  );
});

for (const [name, parts] of [
  ["requested", { operation: { sync: {} } }],
  ["running", { status: { operationState: { phase: "Running" } } }],
  ["being terminated", { status: { operationState: { phase: "Terminating" } } }],
] as const) {
  test(`No sync or rollback begins while an operation is ${name}.`, () => {
    assert.match(refusalOf(app(parts), "argo.sync") ?? "", /already in progress/);
  });
}

test("Nothing is done with an Application that is being deleted.", () => {
  const deleted = app({ metadata: { namespace: "argocd", deletionTimestamp: "2026-01-01T00:00:00Z" } });
  for (const { id } of kindOf(deleted).actions) assert.match(refusalOf(deleted, id) ?? "", /being deleted/);
});

test("A sync is over when its own operation is, not when an older state is seen.", () => {
  const plan = planOf(app(), "argo.sync");
  const requested = { operation: { info: [{ name: "Request", value: token }] } };
  const state = (operationState: JsonObject, running?: JsonObject) =>
    completionOf(plan, app({ status: { operationState }, ...(running && { operation: running }) }));
  assert.equal(completionOf(plan, app()).state, "waiting");
  assert.equal(completionOf(plan, app({ operation: { sync: {} }, status: {} })).state, "waiting");
  assert.equal(state({ phase: "Running", ...requested }, { sync: {} }).state, "waiting");
  assert.deepEqual(state({ phase: "Succeeded", message: "successfully synced", ...requested }), {
    state: "succeeded",
    message: "successfully synced",
  });
  const other = { operation: { info: [{ name: "Request", value: "another" }] } };
  assert.equal(state({ phase: "Succeeded", startedAt: "2026-01-02T03:04:06Z", ...other }).state, "waiting");
});

test("A controller that does not hand the request on is followed by the start of its operation.", () => {
  const plan = planOf(app(), "argo.sync");
  const at = (startedAt: string) =>
    completionOf(plan, app({ status: { operationState: { phase: "Failed", startedAt } } })).state;
  assert.equal(at("2026-01-01T00:00:00Z"), "waiting", "the last one, written again");
  assert.equal(at("2025-12-31T00:00:00Z"), "waiting");
  assert.equal(at("2026-01-01T00:00:01Z"), "failed", "whatever the clock of this machine says");
});

test("A failed sync tells which objects failed and why.", () => {
  const resources = [{ ...deployment, status: "SyncFailed", message: "field is immutable" }];
  const operationState = {
    phase: "Failed",
    message: "one or more objects failed to apply",
    operation: { info: [{ name: "Request", value: token }] },
    syncResult: { resources },
  };
  assert.deepEqual(completionOf(planOf(app(), "argo.sync"), app({ status: { operationState } })), {
    state: "failed",
    message: "one or more objects failed to apply\nDeployment web: field is immutable",
  });
  assert.equal(completionOf(planOf(app(), "argo.sync"), undefined).state, "failed");
});

test("A refresh writes the annotation and is done when it is gone from a later state.", () => {
  const plan = planOf(app(), "argo.refresh");
  assert.deepEqual(requestsOf(plan), [
    { [patched]: target, body: { metadata: { annotations: { "argocd.argoproj.io/refresh": "normal" } } } },
  ]);
  const at = (resourceVersion: string, annotations = {}) =>
    completionOf(plan, app({ metadata: { namespace: "argocd", resourceVersion, annotations } })).state;
  assert.equal(at("100"), "waiting");
  assert.equal(at("101", { "argocd.argoproj.io/refresh": "normal" }), "waiting");
  assert.equal(at("102"), "succeeded");
});

test("A hard refresh leaves the cache out; a refresh under way is waited for first.", () => {
  const busy = app({ metadata: { namespace: "argocd", annotations: { "argocd.argoproj.io/refresh": "normal" } } });
  const plan = planOf(busy, "argo.hardRefresh");
  assert.deepEqual(
    plan.steps.map(({ type }) => type),
    ["wait", "patch", "wait"],
  );
  assert.deepEqual(requestsOf(plan), [
    { [patched]: target, body: { metadata: { annotations: { "argocd.argoproj.io/refresh": "hard" } } } },
  ]);
});

test("Refreshing an Application that Argo CD leaves alone is refused.", () => {
  const skipped = app({ metadata: { annotations: { "argocd.argoproj.io/skip-reconcile": "true" } } });
  assert.match(refusalOf(skipped, "argo.refresh") ?? "", /skip-reconcile/);
});

test("A running operation is terminated by its phase; its end is the result.", () => {
  const running = app({ operation: { sync: {} }, status: { operationState: { phase: "Running" } } });
  const plan = planOf(running, "argo.terminate");
  assert.deepEqual(requestsOf(plan), [
    {
      [patched]: target,
      body: { metadata: { resourceVersion: "100" }, status: { operationState: { phase: "Terminating" } } },
    },
  ]);
  assert.equal(completionOf(plan, running).state, "waiting");
  assert.equal(completionOf(plan, app({ status: { operationState: { phase: "Failed" } } })).state, "succeeded");
  assert.match(refusalOf(app(), "argo.terminate") ?? "", /No operation is in progress/);
  assert.match(refusalOf(app({ operation: { sync: {} }, status: {} }), "argo.terminate") ?? "", /has not started/);
});

const source = { repoURL: "https://github.com/example-org/gitops", path: "apps/shop", targetRevision: "main" };
const history = [
  { id: 3, revision: "aaa", source, deployedAt: "2026-01-01T00:00:00Z" },
  { id: 4, revision: "bbb", source, deployedAt: "2026-01-02T00:00:00Z" },
  { id: 5, revision: "ccc" },
];

test("A rollback takes source and revision from the history and the options from the spec.", () => {
  const plan = planOf(app({ status: { history } }), "argo.rollback", { id: "3", prune: true });
  assert.deepEqual(requestsOf(plan), [
    {
      [patched]: target,
      body: operation({
        revision: "aaa",
        source,
        prune: true,
        dryRun: false,
        syncOptions: ["CreateNamespace=true"],
        syncStrategy: { apply: {} },
      }),
    },
  ]);
  assert.equal(plan.destructive, true);
  assert.match(plan.warnings.join(), /OutOfSync afterwards/);
});

test("A rollback offers the entries that say where they came from, the one before the last first.", () => {
  const object = app({ status: { history } });
  const action = kindOf(object).actions.find(({ id }) => id === "argo.rollback");
  const [choice] = action?.choices(object, { lookup: { find: () => undefined }, now }) ?? [];
  assert.deepEqual(
    choice?.items?.map(({ value }) => value),
    ["4", "3"],
  );
  assert.equal(choice?.initial, "3");
});

test("A rollback needs a history, auto-sync switched off, and an entry that exists.", () => {
  assert.match(refusalOf(app({ status: {} }), "argo.rollback") ?? "", /no history/);
  const automated = app({ spec: { syncPolicy: { automated: { prune: true } } }, status: { history } });
  assert.match(refusalOf(automated, "argo.rollback") ?? "", /Disable auto-sync first/);
  const off = app({ spec: { syncPolicy: { automated: { enabled: false } } }, status: { history } });
  assert.equal(refusalOf(off, "argo.rollback"), undefined);
  const gone = kindOf(off).actions.find(({ id }) => id === "argo.rollback");
  const context = { lookup: { find: () => undefined }, now, user: "jane", token };
  assert.equal(gone?.plan(off, { id: "99" }, context).kind, "refused");
});

test("Auto-sync is switched by `enabled`; an Argo CD that does not know it is noticed.", () => {
  const on = app({ spec: { syncPolicy: { automated: { prune: true } } } });
  const plan = planOf(on, "argo.disableAutoSync");
  assert.deepEqual(requestsOf(plan), [
    {
      [patched]: target,
      body: { metadata: { resourceVersion: "100" }, spec: { syncPolicy: { automated: { enabled: false } } } },
    },
  ]);
  const later = { metadata: { resourceVersion: "101" } };
  assert.equal(completionOf(plan, on).state, "waiting");
  assert.equal(
    completionOf(plan, app({ ...later, spec: { syncPolicy: { automated: { enabled: false } } } })).state,
    "succeeded",
  );
  const dropped = completionOf(plan, app({ ...later, spec: { syncPolicy: { automated: { prune: true } } } }));
  assert.match(dropped.state === "failed" ? dropped.message : "", /older than 3\.1/);
  assert.match(refusalOf(on, "argo.enableAutoSync") ?? "", /on already/);
  assert.match(refusalOf(app(), "argo.disableAutoSync") ?? "", /off already/);
  assert.equal(
    planOf(app({ spec: { syncPolicy: { automated: { enabled: false, prune: true } } } }), "argo.enableAutoSync")
      .destructive,
    true,
  );
});

test("A change of the spec warns when something delivers the Application from Git.", () => {
  const warnings = (metadata: object): string =>
    planOf(app({ metadata, spec: { syncPolicy: { automated: {} } } }), "argo.disableAutoSync").warnings.join();
  assert.equal(warnings({}), "");
  const owner = { apiVersion: "argoproj.io/v1alpha1", kind: "ApplicationSet", name: "tenants", controller: true };
  assert.match(warnings({ ownerReferences: [owner] }), /Git will revert it: the ApplicationSet tenants/);
  const flux = { "kustomize.toolkit.fluxcd.io/name": "apps", "kustomize.toolkit.fluxcd.io/namespace": "flux-system" };
  assert.match(warnings({ labels: flux }), /the Flux Kustomization flux-system\/apps/);
  const tracking = (id: string) => ({ annotations: { "argocd.argoproj.io/tracking-id": id } });
  assert.match(warnings(tracking("root:argoproj.io/Application:argocd/shop")), /the Application root/);
  assert.equal(warnings(tracking("root:argoproj.io/Application:argocd/copied-from")), "");
});

const finalizer = "resources-finalizer.argocd.argoproj.io";
const deletions: readonly (readonly [
  cascade: string,
  before: readonly string[],
  after: readonly string[] | undefined,
])[] = [
  ["foreground", [], [finalizer]],
  ["foreground", [finalizer], undefined],
  ["foreground", [`${finalizer}/background`], [finalizer]],
  [
    "background",
    ["post-delete-finalizer.argocd.argoproj.io", finalizer],
    ["post-delete-finalizer.argocd.argoproj.io", `${finalizer}/background`],
  ],
  ["background", [`${finalizer}/background`], undefined],
  ["none", [finalizer, "example.org/mine"], ["example.org/mine"]],
  ["none", [], undefined],
];

for (const [cascade, finalizers, after] of deletions) {
  test(`Deleting with cascade ${cascade} from [${finalizers.join()}] sets the finalizers first where they differ.`, () => {
    const object = app({ metadata: { namespace: "argocd", finalizers } });
    const plan = planOf(object, "argo.delete", { cascade });
    const change = { [patched]: target, body: { metadata: { resourceVersion: "100", finalizers: after } } };
    assert.deepEqual(requestsOf(plan), [
      ...(after ? [change] : []),
      { delete: target, propagation: "Background", resourceVersion: after ? undefined : "100" },
    ]);
    assert.equal(plan.destructive, true);
  });
}

test("A deletion is over when the Application is gone, and failed when the controller says so.", () => {
  const plan = planOf(app(), "argo.delete", { cascade: "foreground" });
  assert.match(plan.effect, /Deletes the Application and its 2 managed objects/);
  assert.equal(completionOf(plan, undefined).state, "succeeded");
  assert.equal(completionOf(plan, app()).state, "waiting");
  const failing = app({
    metadata: { deletionTimestamp: "2026-01-02T03:04:06Z" },
    status: { conditions: [{ type: "DeletionError", message: "cluster unreachable" }] },
  });
  assert.deepEqual(completionOf(plan, failing), { state: "failed", message: "cluster unreachable" });
});

test("An ApplicationSet is refreshed by its own annotation.", () => {
  const set = objects("argoproj.io/v1alpha1", "ApplicationSet")();
  assert.deepEqual(requestsOf(planOf(set, "argo.applicationSetRefresh")), [
    {
      [patched]: "ApplicationSet apps/shop",
      body: { metadata: { annotations: { "argocd.argoproj.io/application-set-refresh": "true" } } },
    },
  ]);
});

test("Every wait ends in time and says where to look.", () => {
  const running = app({ operation: { sync: {} }, status: { operationState: { phase: "Running" } } });
  const plans = [
    planOf(app(), "argo.sync"),
    planOf(app(), "argo.refresh"),
    planOf(running, "argo.terminate"),
    planOf(app(), "argo.delete"),
  ];
  for (const wait of plans.flatMap(waitsOf)) {
    assert.ok(wait.timeout <= 600_000 && wait.timeout > 0);
    assert.match(wait.onTimeout, /^(Look at|See whether) /);
  }
});

test("Actions can be copied as the words of the command line.", () => {
  const line = (id: string) => kindOf(app()).commandLine(app(), id);
  assert.equal(line("argo.sync"), "argocd app sync argocd/shop");
  assert.equal(line("argo.hardRefresh"), "argocd app get argocd/shop --hard-refresh");
  assert.equal(line("nothing"), undefined);
});

test("A hydrated Application has its dry source rendered again by a refresh.", () => {
  const hydrated = app({ spec: { sourceHydrator: { drySource: { repoURL: "a" } } } });
  assert.deepEqual(requestsOf(planOf(hydrated, "argo.hardRefresh")), [
    {
      [patched]: target,
      body: {
        metadata: { annotations: { "argocd.argoproj.io/refresh": "hard", "argocd.argoproj.io/hydrate": "hard" } },
      },
    },
  ]);
});
