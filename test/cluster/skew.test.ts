import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type JsonObject, textAt } from "../../server/core/cluster/liveObject.ts";
import { Connection } from "../../server/shell/adapters/cluster/connection.ts";
import { openAccess } from "../../server/shell/adapters/cluster/kubeConfig.ts";
import { usualTimes } from "../../server/shell/adapters/cluster/watchTimes.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { type FaultProxy, startFaultProxy } from "./harness/faultProxy.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { untilLoaded, type WatchedCluster, watchCluster } from "./watchedCluster.ts";

const hour = 3_600_000;
const minute = 60_000;

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) await loadCrds(cluster.admin, ["argo-cd", "flux", "argo-rollouts", "external-secrets"]);
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

/** A time as controllers write it. */
function timeText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, "");
}

function externalSecret(name: string, status: string, interval = "1h"): string {
  return `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: ${name}, namespace: shop }
spec:
  refreshInterval: ${interval}
  secretStoreRef: { name: vault }
  data: [{ secretKey: token, remoteRef: { key: shop } }]
${status}---`;
}

function refreshedAt(time: number): string {
  const at = timeText(time);
  const ready = `{ type: Ready, status: "True", reason: SecretSynced, message: secret synced, lastTransitionTime: "${at}" }`;
  return `status: { refreshTime: "${at}", conditions: [${ready}] }\n`;
}

/** Objects that were all at rest ten minutes ago, by the clock of the cluster. */
function objectsAt(clusterTime: number, suffix: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: app-${suffix}, namespace: shop }
spec:
  project: default
  source: { repoURL: https://git.example.org/shop.git, path: apps/shop }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
status:
  operationState: { phase: Succeeded, startedAt: "${timeText(clusterTime - 10 * minute)}", operation: { sync: {} } }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps-${suffix}, namespace: shop }
spec: { interval: 10m, path: ./apps, prune: true, sourceRef: { kind: GitRepository, name: shop } }
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web-${suffix}, namespace: shop }
spec: { replicas: 1, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } } } }
---
${externalSecret(`good-${suffix}`, refreshedAt(clusterTime - 10 * minute))}
${externalSecret(`bad-${suffix}`, refreshedAt(clusterTime - 10 * minute))}
`;
}

interface Scene {
  readonly proxy: FaultProxy;
  readonly watched: WatchedCluster;
  readonly clusterTime: () => number;
}

/** Connected through a proxy that has the API server tell another time than the machine. */
async function scene(test: TestContext, ahead: number, suffix: string): Promise<Scene> {
  const { address, authority, tokens, writeKubeconfig, applyYaml } = running();
  const clusterTime = (): number => Date.now() + ahead;
  await applyYaml(objectsAt(clusterTime(), suffix));
  const proxy = await startFaultProxy({ address, authority });
  proxy.setClock(ahead);
  const known = { server: proxy.address, authority: proxy.authority(), user: { token: tokens.admin } };
  const watched = watchCluster(writeKubeconfig(`skew-${suffix}.yaml`, [{ name: "shop", ...known }]));
  test.after(async () => {
    await watched.stop();
    await proxy.stop();
  });
  await watched.clusters.call("connect", { context: "shop" });
  await untilLoaded(watched);
  return { proxy, watched, clusterTime };
}

const resources = {
  Application: { path: "/apis/argoproj.io/v1alpha1", plural: "applications", subresource: "" },
  Kustomization: { path: "/apis/kustomize.toolkit.fluxcd.io/v1", plural: "kustomizations", subresource: "/status" },
  Rollout: { path: "/apis/argoproj.io/v1alpha1", plural: "rollouts", subresource: "/status" },
  ExternalSecret: { path: "/apis/external-secrets.io/v1", plural: "externalsecrets", subresource: "/status" },
} as const;

type Kind = keyof typeof resources;

/** Runs an action, checks that it still waits, has a controller answer what was written, and returns how it ended. */
async function play(
  { proxy, watched }: Scene,
  { action, kind, name }: { readonly action: string; readonly kind: Kind; readonly name: string },
  answer: (written: JsonObject) => object,
): Promise<string> {
  const { admin } = running();
  const { path, plural, subresource } = resources[kind];
  const group = path.split("/")[2] ?? "";
  const object = { context: "shop", group, kind, namespace: "shop", name };
  const plan = await watched.clusters.call("plan", { object, action, options: {} });
  assert.ok(plan?.kind === "plan", JSON.stringify(plan));
  const before = proxy.writes().length;
  const state = { isOver: false };
  const result = watched.clusters.call("run", { planId: plan.planId }).finally(() => {
    state.isOver = true;
  });
  await eventually(async () => proxy.writes()[before]?.status);
  await setTimeout(400);
  assert.equal(state.isOver, false, `${action} ended before its controller did anything`);
  const own = `${path}/namespaces/shop/${plural}/${name}`;
  const written = await admin.must({ path: own });
  assert.ok(isJson(written));
  const body = answer(written);
  await admin.must({ method: "PATCH", path: own + subresource, body, contentType: "application/merge-patch+json" });
  const ended = await Promise.race([result, setTimeout(60_000)]);
  return ended ? `${ended.kind}: ${ended.message}` : "waits for ever";
}

function isJson(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

for (const [words, ahead, suffix] of [
  ["an hour ahead", hour, "ahead"],
  ["an hour behind", -hour, "behind"],
] as const) {
  test(`with the cluster's clock ${words} each action ends when its controller has answered`, {
    skip,
  }, async (context) => {
    const here = await scene(context, ahead, suffix);
    const { clusterTime } = here;
    const difference = (here.watched.connection()?.clockAhead ?? 0) - ahead;
    assert.ok(Math.abs(difference) < 5000, `the difference is known up to ${difference} ms`);

    const reconciled = await play(
      here,
      { action: "flux.reconcile", kind: "Kustomization", name: `apps-${suffix}` },
      ({ metadata }) => {
        const token = textAt(metadata, "annotations", "reconcile.fluxcd.io/requestedAt") ?? "";
        assert.ok(Math.abs(Date.parse(token) - clusterTime()) < 10_000, token);
        const lastTransitionTime = timeText(clusterTime());
        const ready = { type: "Ready", status: "True", reason: "ReconciliationSucceeded", message: "Applied" };
        const conditions = [{ ...ready, lastTransitionTime }];
        return { status: { lastHandledReconcileAt: token, observedGeneration: 1, conditions } };
      },
    );
    assert.equal(reconciled, "succeeded: Applied");

    // The operation without the information by which its request could be told.
    const synced = await play(here, { action: "argo.sync", kind: "Application", name: `app-${suffix}` }, () => {
      const startedAt = timeText(clusterTime());
      const operationState = { phase: "Succeeded", startedAt, operation: { sync: {} }, message: "synced" };
      return { operation: null, status: { operationState } };
    });
    assert.equal(synced, "succeeded: synced");

    const refresh = { action: "externalSecrets.refresh", kind: "ExternalSecret" } as const;
    const ready = { type: "Ready", lastTransitionTime: timeText(clusterTime()) };
    const refreshed = await play(here, { ...refresh, name: `good-${suffix}` }, () => {
      const conditions = [{ ...ready, status: "True", reason: "SecretSynced", message: "secret synced" }];
      return { status: { refreshTime: timeText(clusterTime()), conditions } };
    });
    assert.equal(refreshed, "succeeded: secret synced");
    const failed = await play(here, { ...refresh, name: `bad-${suffix}` }, () => {
      const conditions = [{ ...ready, status: "False", reason: "SecretSyncedError", message: "no such key" }];
      return { status: { conditions } };
    });
    assert.equal(failed, "failed: no such key");

    // A controller waits for times to come, and leaves pods alone that are younger than the restart.
    const restarted = await play(
      here,
      { action: "rollouts.restart", kind: "Rollout", name: `web-${suffix}` },
      (written) => {
        const restartAt = textAt(written, "spec", "restartAt") ?? "";
        assert.ok(Math.abs(Date.parse(restartAt) - clusterTime()) < 10_000, restartAt);
        return { status: { restartedAt: restartAt } };
      },
    );
    assert.equal(restarted, "succeeded: All pods are new.");
  });
}

test("statuses have the same words whatever the clock of the machine says", { skip }, async (context) => {
  const { kubeconfig, applyYaml } = running();
  const start = Date.now();
  await applyYaml(`
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
${externalSecret("current", refreshedAt(start - 90 * minute))}
${externalSecret("missed", refreshedAt(start - 150 * minute))}
${externalSecret("newborn", "")}
`);
  const statuses = await Promise.all([0, hour, -hour].map((ahead) => statusesAt(context, kubeconfig, ahead)));
  assert.ok(Date.now() - start < 50_000, "too slow to tell: the youngest object is a minute old");
  for (const each of statuses) {
    assert.deepEqual(each, ["current: Synced [SecretSynced]", "missed: OutOfSync [Stale]", "newborn: Progressing []"]);
  }
});

/** The statuses of the ExternalSecrets as a machine judges them whose clock is so many milliseconds ahead. */
async function statusesAt(context: TestContext, setting: string, ahead: number): Promise<readonly string[]> {
  const connection = new Connection({
    context: "admin",
    namespace: undefined,
    open: () => openAccess({ setting, env: {}, home: "/nowhere" }, "admin"),
    times: usualTimes,
    now: () => Date.now() + ahead,
    changed: () => undefined,
    log: assert.fail,
    objectChanged: () => undefined,
  });
  context.after(() => connection.stop());
  await connection.start();
  const names = ["current", "missed", "newborn"];
  return eventually(async () => {
    connection.summaries.take();
    const items = connection.summaries.all().map(({ item }) => item);
    const found = names.flatMap((name) => items.find((item) => item.name === name) ?? []);
    return found.length === names.length
      ? found.map(({ name, status, words }) => `${name}: ${status} [${words.join(", ")}]`)
      : undefined;
  });
}
