import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { untilLoaded, watchCluster } from "./watchedCluster.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) await loadCrds(cluster.admin, ["tofu-controller"]);
after(() => cluster?.stop());

const terraform = (spec: string): string => `apiVersion: infra.contrib.fluxcd.io/v1alpha2
kind: Terraform
metadata:
  name: network
  namespace: default
spec:
  interval: 10m
  path: ./network
  sourceRef:
    kind: GitRepository
    name: platform
${spec}status:
  plan:
    pending: plan-main-3f2a1c0b9d
`;

const plan = `apiVersion: v1
kind: ConfigMap
metadata:
  name: tfplan-default-network
  namespace: default
data:
  tfplan: |
    Plan: 1 to add, 0 to change, 0 to destroy.
`;

test("the plan of a Terraform object is shown as the controller wrote it, or it is said what is missing", {
  skip,
}, async (context) => {
  assert.ok(cluster);
  await cluster.applyYaml(terraform(""));
  const watched = watchCluster(cluster.kubeconfig);
  context.after(() => watched.stop());
  await watched.clusters.call("connect", { context: "admin" });
  await untilLoaded(watched);
  const id = {
    context: "admin",
    group: "infra.contrib.fluxcd.io",
    kind: "Terraform",
    namespace: "default",
    name: "network",
  };
  const ask = (): Promise<unknown> => watched.clusters.call("planText", id);
  assert.match(JSON.stringify(await ask()), /Set `spec\.storeReadablePlan: human`/);
  await cluster.applyYaml(terraform("  storeReadablePlan: human\n"));
  await eventually(async () => {
    const answer = JSON.stringify(await ask());
    return /cannot be read from ConfigMap default\/tfplan-default-network: .*not found/.test(answer) ? true : undefined;
  }, ask);
  await cluster.applyYaml(plan);
  assert.deepEqual(await ask(), {
    kind: "found",
    value: {
      name: "plan-main-3f2a1c0b9d",
      place: "ConfigMap default/tfplan-default-network",
      text: "Plan: 1 to add, 0 to change, 0 to destroy.\n",
    },
  });
  const other = await watched.clusters.call("planText", { ...id, name: "gone" });
  assert.deepEqual(other, { kind: "missing", reason: "Terraform gone is not there any more." });
});
