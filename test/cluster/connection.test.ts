import assert from "node:assert/strict";
import { after, test } from "node:test";
import { applyBookshop } from "./harness/bookshop.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { checkEqualState } from "./listedItems.ts";
import { untilLoaded, watchCluster } from "./watchedCluster.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) {
  await loadCrds(cluster.admin);
  await applyBookshop(cluster.admin);
}
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

test("a reader sees every live object as the API server has it", { skip }, async () => {
  const { kubeconfig, admin } = running();
  const watched = watchCluster(kubeconfig);
  after(() => watched.stop());
  const { connection } = (await watched.clusters.call("connect", { context: "reader" })) ?? assert.fail();
  assert.equal(connection.state, "connected");
  assert.match(connection.version ?? "", /^v1\.\d+/);
  await untilLoaded(watched);
  await checkEqualState(watched, admin, "reader");
  assert.ok(watched.items.size > 20);
});
