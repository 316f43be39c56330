import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { among, condition, kindOf, objects } from "./liveFixtures.ts";

/** Where the problems of an object are, as `TYPE dotted.path severity`. */
function places(object: LiveObject, ...others: readonly LiveObject[]): readonly string[] {
  const found = kindOf(object).placesOf(object, among(...others));
  return found.map(({ condition: { type, severity }, path }) => `${type} ${path.join(".")} ${severity}`);
}

const app = objects("argoproj.io/v1alpha1", "Application", { spec: { source: { path: "apps/shop" } } });
const several = { sources: [{ repoURL: "a" }, { repoURL: "b" }] };

const argoCases: readonly (readonly [type: string, message: string, path: string, spec?: JsonObject])[] = [
  [
    "ComparisonError",
    "Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = apps/shp: app path does not exist",
    "spec.source.path",
  ],
  [
    "ComparisonError",
    "failed to generate manifest for source 2 of 2: rpc error: b: app path does not exist",
    "spec.sources.1.path",
    several,
  ],
  [
    "ComparisonError",
    "Failed to load target state: unable to resolve 'mian' to a commit SHA",
    "spec.source.targetRevision",
  ],
  ["ComparisonError", "failed to list refs: authentication required: Repository not found.", "spec.source.repoURL"],
  ["ComparisonError", "open apps/shop/values-prod.yaml: no such file or directory", "spec.source.helm.valueFiles"],
  [
    "InvalidSpecError",
    "application destination server 'https://x' and namespace 'shop' do not match any of the allowed destinations in project 'shop'",
    "spec.destination",
  ],
  ["InvalidSpecError", "Application referencing project shp which does not exist", "spec.project"],
  [
    "InvalidSpecError",
    "application repo https://example.org/x is not permitted in project 'shop'",
    "spec.source.repoURL",
  ],
  [
    "InvalidSpecError",
    "spec.source.targetRevision is required if the manifest source is a helm chart",
    "spec.source.targetRevision",
  ],
  ["InvalidSpecError", "Namespace for web apps/v1, Kind=Deployment is missing.", "spec.destination"],
  ["InvalidSpecError", "there are no clusters with this name: prod", "spec.destination"],
  ["ComparisonError", "something new", "spec.source"],
  ["ComparisonError", "something new", "spec.sources", several],
  ["SyncError", "Failed last sync attempt to [abc]", "kind"],
];

for (const [type, message, path, spec] of argoCases) {
  test(`${type} belongs to ${path}: ${message.slice(-50)}`, () => {
    const object = app({ ...(spec && { spec }), status: { conditions: [{ type, message }] } });
    assert.deepEqual(places(object), [`${type} ${path} error`]);
  });
}

test("A failed sync is told at the kind until something makes up for it; warnings stay warnings.", () => {
  const operationState = { phase: "Failed", message: "x" };
  assert.deepEqual(places(app({ status: { operationState, sync: { status: "OutOfSync" } } })), ["Sync kind error"]);
  assert.deepEqual(places(app({ status: { operationState, sync: { status: "Synced" } } })), []);
  const conditions = [{ type: "SharedResourceWarning", message: "x" }];
  assert.deepEqual(places(app({ status: { conditions } })), ["SharedResourceWarning kind warning"]);
});

const ks = objects("kustomize.toolkit.fluxcd.io/v1", "Kustomization", {
  spec: {
    path: "./apps",
    sourceRef: { name: "x" },
    dependsOn: [{ name: "db" }, { name: "infra", namespace: "base" }],
    wait: true,
    postBuild: {},
  },
});
const release = objects("helm.toolkit.fluxcd.io/v2", "HelmRelease", {
  spec: { chart: { spec: { chart: "podinfo", version: "99.x", sourceRef: { name: "x" } } }, values: {} },
});
const git = objects("source.toolkit.fluxcd.io/v1", "GitRepository", {
  spec: { url: "https://x", ref: { branch: "mian" }, secretRef: { name: "x" } },
});

const fluxCases: readonly (readonly [make: typeof ks, reason: string, message: string, expected: string])[] = [
  [
    ks,
    "ArtifactFailed",
    "kustomization path not found: stat /tmp/apps: no such file or directory",
    "Ready spec.path error",
  ],
  [ks, "ArtifactFailed", "Source artifact not found, retrying in 30s", "Ready spec.sourceRef error"],
  [ks, "DependencyNotReady", "dependency 'base/infra' is not ready", "Ready spec.dependsOn.1.name warning"],
  [ks, "DependencyNotReady", "dependency 'apps/db' is not ready", "Ready spec.dependsOn.0.name warning"],
  [ks, "BuildFailed", "kustomize build failed: accumulating resources", "Ready spec.path error"],
  [ks, "BuildFailed", "post build failed: variable not set (strict mode): domain", "Ready spec.postBuild error"],
  [ks, "HealthCheckFailed", "timeout waiting for: [Deployment/a/b status: 'InProgress']", "Ready spec.wait error"],
  [ks, "ReconciliationFailed", "Deployment/a/b dry-run failed (Invalid)", "Ready kind error"],
  [
    release,
    "SourceNotReady",
    "HelmChart 'apps/apps-shop' is not ready: invalid chart reference: no 'podinfo' chart with version matching '99.x' found",
    "Ready spec.chart.spec.version warning",
  ],
  [
    release,
    "SourceNotReady",
    "HelmChart 'apps/apps-shop' is not ready: latest generation of object has not been reconciled",
    "Ready spec.chart.spec.sourceRef warning",
  ],
  [release, "ValuesError", "could not find ConfigMap 'apps/values'", "Ready spec.values error"],
  [release, "UpgradeFailed", "timed out", "Ready kind error"],
  [git, "GitOperationFailed", 'unable to clone: couldn\'t find remote ref "refs/heads/mian"', "Ready spec.ref error"],
  [git, "GitOperationFailed", "failed to checkout: dial tcp: lookup x: no such host", "Ready spec.url error"],
  [git, "AuthenticationFailed", "secret not found", "Ready spec.secretRef error"],
];

for (const [make, reason, message, expected] of fluxCases) {
  test(`${reason} of a ${make().kind} belongs to ${expected}: ${message.slice(-40)}`, () =>
    assert.deepEqual(places(make({ status: { conditions: [condition("Ready", "False", reason, message)] } })), [
      expected,
    ]));
}

test("What several Flux conditions say with the same words is told once, as stalled where it is.", () => {
  const conditions = [
    condition("FetchFailed", "True", "GitOperationFailed", "no such host"),
    condition("Ready", "False", "GitOperationFailed", "no such host"),
    condition("Stalled", "True", "URLInvalid", "no such host"),
  ];
  assert.deepEqual(places(git({ status: { conditions } })), ["Stalled spec.url error"]);
});

test("Suspended objects tell of no old problems.", () => {
  const status = { conditions: [condition("Ready", "False", "BuildFailed", "x")] };
  assert.deepEqual(places(ks({ spec: { suspend: true, path: "./apps" }, status })), []);
});

test("An ExternalSecret blames its store when the store does not work, otherwise the entry.", () => {
  const secret = objects("external-secrets.io/v1", "ExternalSecret", {
    spec: { secretStoreRef: { name: "vault" }, data: [{ secretKey: "a" }, { secretKey: "b" }] },
  });
  const failed = (message: string) =>
    secret({ status: { conditions: [condition("Ready", "False", "SecretSyncedError", message)] } });
  const entry = failed("error processing spec.data[1] (key: b), err: not found");
  assert.deepEqual(places(entry), ["Ready spec.data.1 error"]);
  const store = objects("external-secrets.io/v1", "SecretStore", {
    metadata: { name: "vault" },
    spec: { provider: { vault: {} } },
  })({
    status: { conditions: [condition("Ready", "False", "InvalidProviderConfig", "no role")] },
  });
  assert.deepEqual(places(entry, store), ["Ready spec.secretStoreRef error"]);
  assert.deepEqual(places(failed('could not get SecretStore "vault"')), ["Ready spec.secretStoreRef error"]);
  assert.deepEqual(places(store), ["Ready spec.provider.vault error"]);
});

test("An invalid Rollout names the field.", () => {
  const message = 'The Rollout "shop" is invalid: spec.strategy.canary.steps[1].setWeight: Invalid value: 200';
  const object = objects(
    "argoproj.io/v1alpha1",
    "Rollout",
  )({ status: { conditions: [condition("InvalidSpec", "True", "InvalidSpec", message)] } });
  assert.deepEqual(places(object), ["InvalidSpec spec.strategy.canary.steps.1.setWeight error"]);
});
