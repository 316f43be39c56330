import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../server/core/cluster/liveObject.ts";
import { among, kindOf, objects, type Parts, statusText } from "./liveFixtures.ts";

const app = objects("argoproj.io/v1alpha1", "Application");
const commit = "3f2a1c0d4b5e6f708192a3b4c5d6e7f8091a2b3c";

/** A status with sync and health, and what else is given. */
function status(sync: string, health: string, further: JsonObject = {}): JsonObject {
  return { sync: { status: sync, revision: commit }, health: { status: health }, history: [{ id: 0 }], ...further };
}

const cases: readonly (readonly [name: string, expected: string, parts: Parts])[] = [
  ["nothing said yet", "Unknown []", {}],
  ["synced", "Synced [Synced, Healthy]", { status: status("Synced", "Healthy") }],
  [
    "deleted",
    "Progressing [Synced, Healthy, Deleting] It is being deleted.",
    { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" }, status: status("Synced", "Healthy") },
  ],
  [
    "deletion that fails",
    "Degraded [Synced, Healthy, Deleting] cannot list",
    {
      metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" },
      status: status("Synced", "Healthy", { conditions: [{ type: "DeletionError", message: "cannot list" }] }),
    },
  ],
  [
    "requested operation",
    "Progressing [OutOfSync, Healthy, Syncing]",
    { operation: { sync: {} }, status: status("OutOfSync", "Healthy") },
  ],
  [
    "running operation before a bad condition",
    "Progressing [OutOfSync, Degraded, Syncing] waiting for hook",
    {
      status: status("OutOfSync", "Degraded", {
        operationState: { phase: "Running", message: "waiting for hook" },
        conditions: [{ type: "ComparisonError", message: "x" }],
      }),
    },
  ],
  [
    "terminating operation",
    "Progressing [OutOfSync, Healthy, Terminating]",
    { status: status("OutOfSync", "Healthy", { operationState: { phase: "Terminating" } }) },
  ],
  [
    "left alone by annotation",
    "Suspended [Synced, Healthy, Skipped] The annotation `argocd.argoproj.io/skip-reconcile` keeps Argo CD away.",
    {
      metadata: { annotations: { "argocd.argoproj.io/skip-reconcile": "true" } },
      status: status("Synced", "Healthy", { conditions: [{ type: "ComparisonError", message: "x" }] }),
    },
  ],
  [
    "comparison error",
    "Degraded [Unknown, Healthy, ComparisonError] app path does not exist",
    {
      status: status("Unknown", "Healthy", {
        conditions: [{ type: "ComparisonError", message: "app path does not exist" }],
      }),
    },
  ],
  [
    "warning only",
    "Synced [Synced, Healthy]",
    { status: status("Synced", "Healthy", { conditions: [{ type: "OrphanedResourceWarning", message: "2" }] }) },
  ],
  ["degraded health", "Degraded [Synced, Degraded]", { status: status("Synced", "Degraded") }],
  ["lost objects", "Degraded [OutOfSync, Missing]", { status: status("OutOfSync", "Missing") }],
  [
    "never synced",
    "OutOfSync [OutOfSync, Missing] It has never been synced.",
    { status: status("OutOfSync", "Missing", { history: [] }) },
  ],
  [
    "failed sync of the wanted revision",
    "Degraded [OutOfSync, Healthy, Sync failed] one object failed",
    {
      status: status("OutOfSync", "Healthy", {
        operationState: { phase: "Failed", message: "one object failed", syncResult: { revision: commit } },
      }),
    },
  ],
  [
    "failed sync of an older revision",
    "OutOfSync [OutOfSync, Healthy]",
    {
      status: status("OutOfSync", "Healthy", {
        operationState: { phase: "Error", message: "old", syncResult: { revision: "0".repeat(40) } },
      }),
    },
  ],
  [
    "failed sync that was made up for",
    "Synced [Synced, Healthy]",
    { status: status("Synced", "Healthy", { operationState: { phase: "Failed", message: "x" } }) },
  ],
  ["unknown health", "Unknown [Synced, Unknown]", { status: status("Synced", "Unknown") }],
  ["progressing", "Progressing [OutOfSync, Progressing]", { status: status("OutOfSync", "Progressing") }],
  [
    "out of sync",
    "OutOfSync [OutOfSync, Suspended] 1 object differs from Git.",
    { status: status("OutOfSync", "Suspended", { resources: [{ status: "OutOfSync" }, { status: "Synced" }] }) },
  ],
  [
    "waiting for another try",
    "Progressing [OutOfSync, Healthy, Waiting to retry] one object failed",
    {
      status: status("OutOfSync", "Healthy", {
        operationState: { phase: "Running", finishedAt: "2026-01-02T03:00:00Z", message: "one object failed" },
      }),
    },
  ],
  [
    "nothing but pruning left for auto-sync",
    "OutOfSync [OutOfSync, Healthy] 1 object differs from Git. Auto-sync does not prune, and nothing else is left to do (`automated.prune`).",
    {
      spec: { syncPolicy: { automated: {} } },
      status: status("OutOfSync", "Healthy", { resources: [{ status: "OutOfSync", requiresPruning: true }] }),
    },
  ],
  [
    "changed in the cluster after auto-sync",
    "OutOfSync [OutOfSync, Healthy] Auto-sync has synced this revision once and does not undo later changes in the cluster (`automated.selfHeal`).",
    {
      spec: { syncPolicy: { automated: { prune: true } } },
      status: status("OutOfSync", "Healthy", {
        operationState: { phase: "Succeeded", syncResult: { revision: commit } },
      }),
    },
  ],
  ["suspended", "Suspended [Synced, Suspended]", { status: status("Synced", "Suspended") }],
];

for (const [name, expected, parts] of cases) {
  test(`An Application is told as it is: ${name}.`, () => assert.equal(statusText(app(parts)), expected));
}

test("The revision names the branch with its commit, or the version of a chart alone.", () => {
  const revisionOf = (spec: JsonObject, sync: JsonObject): string | undefined => {
    const object = app({ spec, status: { sync } });
    return kindOf(object).statusOf(object, among()).revision;
  };
  assert.equal(revisionOf({ source: { targetRevision: "main" } }, { revision: commit }), `main@${commit}`);
  assert.equal(revisionOf({ source: { targetRevision: "HEAD" } }, { revision: commit }), commit);
  assert.equal(revisionOf({ source: { targetRevision: commit } }, { revision: commit }), commit);
  assert.equal(revisionOf({ source: { targetRevision: "6.x", chart: "podinfo" } }, { revision: "6.5.0" }), "6.5.0");
  const sources = [
    { targetRevision: "1.x", chart: "web" },
    { targetRevision: "main", ref: "values" },
  ];
  assert.equal(revisionOf({ sources }, { revisions: ["1.2.3", commit] }), "1.2.3");
});

test("The objects of an Application tell what the last sync could not do with them.", () => {
  const deployment = { group: "apps", kind: "Deployment", namespace: "shop", name: "web" };
  const hook = { group: "batch", kind: "Job", namespace: "shop", name: "migrate" };
  const object = app({
    status: {
      resources: [
        { ...deployment, version: "v1", status: "OutOfSync", health: { status: "Healthy" } },
        { kind: "Service", namespace: "shop", name: "web", status: "Synced", requiresPruning: true },
      ],
      operationState: {
        phase: "Failed",
        syncResult: {
          resources: [
            { ...deployment, status: "SyncFailed", message: "field is immutable" },
            { ...hook, hookPhase: "Failed", message: "exit code 1" },
          ],
        },
      },
    },
  });
  assert.deepEqual(kindOf(object).resourcesOf(object), [
    { ...deployment, status: "Degraded", words: ["OutOfSync", "Healthy", "SyncFailed"], message: "field is immutable" },
    {
      group: "",
      kind: "Service",
      namespace: "shop",
      name: "web",
      status: "Synced",
      words: ["Synced", "Requires pruning"],
    },
    { ...hook, status: "Degraded", words: ["SyncFailed"], message: "exit code 1" },
  ]);
});

test("The history begins with the latest sync and says who asked for it.", () => {
  const object = app({
    status: {
      history: [
        {
          id: 0,
          revision: commit,
          source: { targetRevision: "main" },
          deployedAt: "2026-01-01T00:00:00Z",
          initiatedBy: { automated: true },
        },
        { id: 1, revisions: ["1.2.3"], sources: [{ targetRevision: "1.x" }], initiatedBy: { username: "jane" } },
      ],
    },
  });
  assert.deepEqual(kindOf(object).historyOf(object), [
    { id: "1", revision: "1.2.3", detail: "by jane" },
    { id: "0", revision: `main@${commit}`, when: "2026-01-01T00:00:00Z", detail: "by auto-sync" },
  ]);
});

const set = objects("argoproj.io/v1alpha1", "ApplicationSet");
const setCases: readonly (readonly [expected: string, conditions: readonly JsonObject[]])[] = [
  ["Unknown []", []],
  [
    "Degraded [RenderTemplateParamsError] bad template",
    [
      { type: "ResourcesUpToDate", status: "True" },
      { type: "ErrorOccurred", status: "True", reason: "RenderTemplateParamsError", message: "bad template" },
    ],
  ],
  ["Degraded [InvalidRolloutConfig]", [{ type: "InvalidRolloutConfig", status: "True" }]],
  [
    "Progressing [ApplicationSetModified]",
    [
      { type: "ErrorOccurred", status: "False" },
      { type: "RolloutProgressing", status: "True", reason: "ApplicationSetModified" },
    ],
  ],
  [
    "Synced [ApplicationSetUpToDate]",
    [{ type: "ResourcesUpToDate", status: "True", reason: "ApplicationSetUpToDate" }],
  ],
  [
    "OutOfSync [CreateApplicationError]",
    [{ type: "ResourcesUpToDate", status: "False", reason: "CreateApplicationError" }],
  ],
];

for (const [expected, conditions] of setCases) {
  test(`An ApplicationSet is told as it is: ${expected}.`, () =>
    assert.equal(statusText(set({ status: { conditions } })), expected));
}

test("An AppProject that exists is fine.", () => {
  assert.equal(statusText(objects("argoproj.io/v1alpha1", "AppProject")()), "Synced []");
});
