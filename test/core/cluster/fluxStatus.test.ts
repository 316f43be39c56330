import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { parseInventoryId } from "../../../server/core/kinds/flux/live/inventory.ts";
import { among, condition, kindOf, objects, type Parts, statusText } from "./liveFixtures.ts";

type Case = readonly [name: string, expected: string, parts: Parts, others?: readonly LiveObject[]];

const commit = "3f2a1c0d4b5e6f708192a3b4c5d6e7f8091a2b3c";
const deleted = { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } };
const isReady = condition("Ready", "True", "ReconciliationSucceeded", "Applied revision");
const failed = condition("Ready", "False", "BuildFailed", "kustomize build failed");
const git = objects("source.toolkit.fluxcd.io/v1", "GitRepository");
const chart = objects("source.toolkit.fluxcd.io/v1", "HelmChart");

const suites: readonly (readonly [title: string, make: (parts?: Parts) => LiveObject, cases: readonly Case[]])[] = [
  [
    "Flux Kustomization",
    objects("kustomize.toolkit.fluxcd.io/v1", "Kustomization", {
      spec: { sourceRef: { kind: "GitRepository", name: "shop" } },
    }),
    [
      ["nothing said yet", "Unknown []", {}],
      ["deleted", "Progressing [Deleting] It is being deleted.", { ...deleted, status: { conditions: [isReady] } }],
      [
        "suspended, whatever its old conditions say",
        "Suspended [Suspended] Reconciliation is suspended.",
        { spec: { suspend: true }, status: { conditions: [failed] } },
      ],
      [
        "stalled",
        "Stalled [AccessDenied] no",
        { status: { conditions: [condition("Stalled", "True", "AccessDenied", "no"), failed] } },
      ],
      [
        "waiting for a dependency",
        "Progressing [DependencyNotReady] dependency 'apps/db' is not ready",
        {
          status: {
            conditions: [condition("Ready", "False", "DependencyNotReady", "dependency 'apps/db' is not ready")],
          },
        },
      ],
      [
        "failing and trying again",
        "Degraded [BuildFailed] kustomize build failed",
        {
          status: {
            conditions: [condition("Reconciling", "True", "ProgressingWithRetry"), failed],
            observedGeneration: 1,
          },
        },
      ],
      [
        "unhealthy",
        "Degraded [HealthCheckFailed] timeout",
        { status: { conditions: [isReady, condition("Healthy", "False", "HealthCheckFailed", "timeout")] } },
      ],
      [
        "changed since",
        "Progressing [Reconciling] The latest change is being taken up.",
        { status: { conditions: [isReady], observedGeneration: 1 } },
      ],
      [
        "reconciling",
        "Progressing [Progressing] building",
        {
          status: {
            conditions: [condition("Reconciling", "True", "Progressing", "building"), isReady],
            observedGeneration: 2,
          },
        },
      ],
      [
        "unknown readiness",
        "Progressing [Progressing] detecting drift",
        {
          status: {
            conditions: [condition("Ready", "Unknown", "Progressing", "detecting drift")],
            observedGeneration: 2,
          },
        },
      ],
      [
        "behind its source",
        "OutOfSync [New revision] The source is at main@3f2a1c0 by now.",
        { status: { conditions: [isReady], observedGeneration: 2, lastAppliedRevision: "main@sha1:000" } },
        [git({ status: { artifact: { revision: `main@sha1:${commit}` } } })],
      ],
      [
        "at the revision of its source",
        "Synced [Ready] Applied revision",
        { status: { conditions: [isReady], observedGeneration: 2, lastAppliedRevision: `main@sha1:${commit}` } },
        [git({ status: { artifact: { revision: `main@sha1:${commit}` } } })],
      ],
      ["new", "Progressing [Reconciling] The latest change is being taken up.", { status: { observedGeneration: -1 } }],
    ],
  ],
  [
    "HelmRelease",
    objects("helm.toolkit.fluxcd.io/v2", "HelmRelease"),
    [
      ["nothing said yet", "Unknown []", {}],
      ["suspended", "Suspended [Suspended] Reconciliation is suspended.", { spec: { suspend: true } }],
      [
        "out of retries",
        "Stalled [RetriesExceeded] install failed",
        { status: { conditions: [condition("Stalled", "True", "RetriesExceeded", "install failed")] } },
      ],
      [
        "waiting for its chart",
        "Progressing [SourceNotReady] HelmChart is not ready",
        { status: { conditions: [condition("Ready", "False", "SourceNotReady", "HelmChart is not ready")] } },
      ],
      [
        "failed upgrade",
        "Degraded [UpgradeFailed] timed out",
        { status: { conditions: [condition("Ready", "False", "UpgradeFailed", "timed out")] } },
      ],
      [
        "not released",
        "Degraded [InstallFailed]",
        { status: { conditions: [condition("Released", "False", "InstallFailed")] } },
      ],
      [
        "failed tests",
        "Degraded [TestFailed] 1 failed",
        { status: { conditions: [isReady, condition("TestSuccess", "False", "TestFailed", "1 failed")] } },
      ],
      [
        "rolled back",
        "Degraded [RollbackSucceeded] back to v1",
        { status: { conditions: [isReady, condition("Remediated", "True", "RollbackSucceeded", "back to v1")] } },
      ],
      [
        "upgrading",
        "Progressing [Progressing] running upgrade",
        { status: { conditions: [condition("Ready", "Unknown", "Progressing", "running upgrade")] } },
      ],
      [
        "drifted",
        "OutOfSync [DriftDetected] 2 changed",
        {
          status: {
            conditions: [isReady, condition("Drifted", "True", "DriftDetected", "2 changed")],
            observedGeneration: 2,
          },
        },
      ],
      [
        "behind its chart",
        "OutOfSync [New chart] The chart is at 6.6.0 by now.",
        {
          status: {
            conditions: [isReady],
            observedGeneration: 2,
            helmChart: "apps/shop",
            history: [{ chartVersion: "6.5.0" }],
          },
        },
        [chart({ status: { artifact: { revision: "6.6.0" } } })],
      ],
      ["released", "Synced [Ready] Applied revision", { status: { conditions: [isReady], observedGeneration: 2 } }],
    ],
  ],
  [
    "GitRepository",
    git,
    [
      ["suspended", "Suspended [Suspended] Reconciliation is suspended.", { spec: { suspend: true } }],
      [
        "stalled",
        "Stalled [URLInvalid] bad url",
        { status: { conditions: [condition("Stalled", "True", "URLInvalid", "bad url")] } },
      ],
      [
        "cannot be fetched, though the old artifact is there",
        "Degraded [GitOperationFailed] no such host",
        {
          status: {
            conditions: [
              condition("FetchFailed", "True", "GitOperationFailed", "no such host"),
              condition("Ready", "True", "Succeeded"),
            ],
          },
        },
      ],
      ["not ready", "Degraded [BuildFailed] kustomize build failed", { status: { conditions: [failed] } }],
      [
        "fetching",
        "Progressing [NewRevision] checking out",
        {
          status: {
            conditions: [condition("Reconciling", "True", "NewRevision", "checking out"), isReady],
            observedGeneration: 2,
          },
        },
      ],
      [
        "artifact is old",
        "OutOfSync [NewRevision] new upstream revision",
        {
          status: {
            conditions: [isReady, condition("ArtifactOutdated", "True", "NewRevision", "new upstream revision")],
            observedGeneration: 2,
          },
        },
      ],
      ["fetched", "Synced [Ready] Applied revision", { status: { conditions: [isReady], observedGeneration: 2 } }],
      ["nothing said yet", "Unknown []", {}],
    ],
  ],
  [
    "HelmRepository",
    objects("source.toolkit.fluxcd.io/v1", "HelmRepository"),
    [
      [
        "of type oci",
        "Synced [Static] A repository of type `oci` is only looked at when a chart is.",
        { spec: { type: "oci" }, status: { observedGeneration: -1 } },
      ],
      [
        "with an index",
        "Synced [Ready] Applied revision",
        { status: { conditions: [isReady], observedGeneration: 2 } },
      ],
    ],
  ],
  [
    "HelmChart",
    chart,
    [
      [
        "cannot be built",
        "Degraded [BuildFailed] bad values",
        { status: { conditions: [condition("BuildFailed", "True", "BuildFailed", "bad values")] } },
      ],
    ],
  ],
  [
    "Terraform",
    objects("infra.contrib.fluxcd.io/v1alpha2", "Terraform"),
    [
      ["suspended", "Suspended [Suspended] Reconciliation is suspended.", { spec: { suspend: true } }],
      [
        "failed",
        "Degraded [TFExecPlanFailed] no",
        { status: { conditions: [condition("Ready", "False", "TFExecPlanFailed", "no")] } },
      ],
      [
        "plan to approve",
        "OutOfSync [TerraformPlannedWithChanges] The plan plan-main-0123456789 waits for approval in `spec.approvePlan`.",
        {
          spec: { approvePlan: "" },
          status: {
            conditions: [condition("Ready", "Unknown", "TerraformPlannedWithChanges", "set approvePlan")],
            plan: { pending: "plan-main-0123456789" },
          },
        },
      ],
      [
        "plan that is applied by itself",
        "Progressing [TerraformPlannedWithChanges] Plan generated",
        {
          spec: { approvePlan: "auto" },
          status: { conditions: [condition("Ready", "Unknown", "TerraformPlannedWithChanges", "Plan generated")] },
        },
      ],
      [
        "drifted",
        "OutOfSync [DriftDetected] 1 changed",
        { status: { conditions: [condition("Ready", "True", "DriftDetected", "1 changed")] } },
      ],
      ["applied", "Synced [Ready] Applied revision", { status: { conditions: [isReady] } }],
    ],
  ],
];

for (const [title, make, cases] of suites) {
  for (const [name, expected, parts, others = []] of cases) {
    test(`A ${title} is told as it is: ${name}.`, () =>
      assert.equal(statusText(make(parts), among(...others)), expected));
  }
}

test("Ids of an inventory keep empty parts and colons.", () => {
  assert.deepEqual(parseInventoryId("_flux-system__Namespace"), {
    namespace: "",
    name: "flux-system",
    group: "",
    kind: "Namespace",
  });
  assert.deepEqual(parseInventoryId("ns_app_apps_Deployment"), {
    namespace: "ns",
    name: "app",
    group: "apps",
    kind: "Deployment",
  });
  assert.deepEqual(parseInventoryId("_system__node_rbac.authorization.k8s.io_ClusterRole"), {
    namespace: "",
    name: "system:node",
    group: "rbac.authorization.k8s.io",
    kind: "ClusterRole",
  });
  assert.equal(parseInventoryId("nonsense"), undefined);
});

test("An applied object is failed when the message of the failure names it, and no other.", () => {
  const message = "timeout waiting for: [Deployment/shop/web status: 'InProgress']";
  const ks = objects(
    "kustomize.toolkit.fluxcd.io/v1",
    "Kustomization",
  )({
    status: {
      conditions: [condition("Ready", "False", "HealthCheckFailed", message)],
      inventory: {
        entries: [
          { id: "shop_web_apps_Deployment", v: "v1" },
          { id: "shop_we_apps_Deployment", v: "v1" },
        ],
      },
    },
  });
  const found = kindOf(ks).resourcesOf(ks);
  assert.deepEqual(
    found.map(({ name, status }) => [name, status]),
    [
      ["web", "Degraded"],
      ["we", undefined],
    ],
  );
});
