import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { jsonAt } from "../../server/core/cluster/liveObject.ts";
import type { RunClusterActionResult } from "../../server/protocol/cluster.ts";
import { parseJson } from "../../server/shell/adapters/cluster/parseJson.ts";
import type { WatchTimes } from "../../server/shell/adapters/cluster/watchTimes.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { untilLoaded, watchCluster } from "./watchedCluster.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) {
  await loadCrds(cluster.admin, ["external-secrets"]);
  await cluster.applyYaml("apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n");
}
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

const namespaced = "/apis/external-secrets.io/v1/namespaces/shop/externalsecrets";
const events = "/api/v1/namespaces/shop/events";
const mergePatch = "application/merge-patch+json";

/** What the operator says of every failure to read a value. */
const message = "could not get secret data from provider";

/** An ExternalSecret that has failed before, the actions on it, and what its operator does. */
async function scene(context: TestContext, name: string, times: Partial<WatchTimes> = {}) {
  const { admin, applyYaml, kubeconfig } = running();
  const ready = `{ type: Ready, status: "False", reason: SecretSyncedError, message: ${message}, lastTransitionTime: "2026-01-02T03:04:05Z" }`;
  await applyYaml(`
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: ${name}, namespace: shop }
spec:
  refreshInterval: 1h
  secretStoreRef: { name: vault }
  data: [{ secretKey: token, remoteRef: { key: shop } }]
status: { conditions: [${ready}] }
`);
  const failed = async (text: string): Promise<string> => {
    const involvedObject = { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret", namespace: "shop", name };
    const about = { involvedObject, type: "Warning", reason: "UpdateFailed", message: text, count: 1 };
    const body = { metadata: { generateName: `${name}.` }, lastTimestamp: "2026-01-02T03:04:05Z", ...about };
    const made = await admin.must({ method: "POST", path: events, body });
    return String(jsonAt(parseJson(JSON.stringify(made)), "metadata", "name"));
  };
  const failedAgain = (event: string, count: number) =>
    admin.must({ method: "PATCH", path: `${events}/${event}`, body: { count }, contentType: mergePatch });
  const succeeded = () => {
    const conditions = [{ type: "Ready", status: "True", reason: "SecretSynced", message: "secret synced" }];
    const body = { status: { refreshTime: "2026-01-02T04:04:05Z", conditions } };
    return admin.must({ method: "PATCH", path: `${namespaced}/${name}/status`, body, contentType: mergePatch });
  };
  const watched = watchCluster(kubeconfig, times);
  context.after(() => watched.stop());
  await watched.clusters.call("connect", { context: "admin" });
  await untilLoaded(watched);
  const annotation = async (): Promise<string> =>
    JSON.stringify((await admin.must({ path: `${namespaced}/${name}` })) ?? "").match(/"force-sync":"(\d+)"/)?.[1] ??
    "";
  /** Starts a refresh; resolves once it is written. */
  const refresh = async (): Promise<{ readonly result: Promise<RunClusterActionResult | undefined> }> => {
    const object = { context: "admin", group: "external-secrets.io", kind: "ExternalSecret", namespace: "shop", name };
    const plan = await watched.clusters.call("plan", { object, action: "externalSecrets.refresh", options: {} });
    assert.ok(plan?.kind === "plan", JSON.stringify(plan));
    const writes = watched.audit.length;
    const result = watched.clusters.call("run", { planId: plan.planId });
    await eventually(async () => watched.audit.length > writes || undefined);
    return { result };
  };
  return { failed, failedAgain, succeeded, refresh, annotation, progress: watched.progress };
}

test("a refresh that fails again just as before ends when the operator tells of the failure in an event", {
  skip,
}, async (context) => {
  const { failed, failedAgain, refresh, annotation } = await scene(context, "failing");
  const event = await failed("no secret at path shop");
  const { result: first } = await refresh();
  assert.match(await annotation(), /^\d+$/);
  await failed("permission denied at path shop");
  assert.deepEqual(await first, { kind: "failed", message: "permission denied at path shop" });
  // An event that happens once more is changed, and its time need not be newer than that of the other clock.
  const { result: second } = await refresh();
  await failedAgain(event, 2);
  assert.deepEqual(await second, { kind: "failed", message: "no secret at path shop" });
});

test("a success shortly after the event of an earlier run counts more than that event", { skip }, async (context) => {
  const { failed, succeeded, refresh, progress } = await scene(context, "mended", { settle: 60_000 });
  const { result } = await refresh();
  await failed("no secret at path shop");
  await eventually(async () => progress.includes("no secret at path shop") || undefined);
  await succeeded();
  assert.deepEqual(await result, { kind: "succeeded", message: "secret synced" });
});

test("events from before the refresh, and those of other reasons, end nothing", { skip }, async (context) => {
  const { failed, succeeded, refresh } = await scene(context, "patient");
  const { admin } = running();
  await failed("no secret at path shop");
  const { result } = await refresh();
  const involvedObject = { kind: "ExternalSecret", namespace: "shop", name: "patient" };
  const other = { involvedObject, type: "Normal", reason: "MissingProviderSecret", message: "not there", count: 1 };
  const body = { metadata: { generateName: "patient." }, ...other };
  await admin.must({ method: "POST", path: events, body });
  const early = await Promise.race([result, new Promise((resolve) => setTimeout(resolve, 1500, "waits"))]);
  assert.equal(early, "waits");
  await succeeded();
  assert.equal((await result)?.kind, "succeeded");
});
