import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { startFaultProxy } from "./harness/faultProxy.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { untilLoaded, watchCluster } from "./watchedCluster.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) await loadCrds(cluster.admin, ["flux"]);
after(() => cluster?.stop());

const id = {
  context: "proxy",
  group: "kustomize.toolkit.fluxcd.io",
  kind: "Kustomization",
  namespace: "flux-system",
  name: "apps",
};

const pod = `apiVersion: v1
kind: Namespace
metadata:
  name: flux-system
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: default
  namespace: flux-system
---
apiVersion: v1
kind: Pod
metadata:
  name: kustomize-controller-0
  namespace: flux-system
  labels:
    app: kustomize-controller
spec:
  containers:
    - name: manager
      image: kustomize-controller
`;

test("the log of a controller tells what it says about an object, or why it cannot be read", {
  skip,
}, async (context) => {
  assert.ok(cluster);
  const proxy = await startFaultProxy(cluster);
  context.after(() => proxy.stop());
  const user = { token: cluster.tokens.admin };
  const kubeconfig = cluster.writeKubeconfig("logs.yaml", [
    { name: "proxy", server: proxy.address, authority: proxy.authority(), user },
  ]);
  const watched = watchCluster(kubeconfig);
  context.after(() => watched.stop());
  const { clusters } = watched;
  await clusters.call("connect", { context: "proxy" });
  await untilLoaded(watched);

  const none = await clusters.call("logs", id);
  assert.match(JSON.stringify(none), /No pod of kustomize-controller was found \(label app=kustomize-controller\)/);

  await cluster.applyYaml(pod);
  // Nothing runs pods here, so their logs are empty.
  const pods = ["flux-system/kustomize-controller-0"];
  const value = { controller: "kustomize-controller", pods, lines: [], problems: [] };
  assert.deepEqual(await clusters.call("logs", id), { kind: "found", value });

  proxy.add({ path: /\/log\?/, times: 1 }, { kind: "answer", status: 500, reason: "InternalError" });
  assert.match(
    JSON.stringify(await clusters.call("logs", id)),
    /The log of flux-system\/kustomize-controller-0: .+500/,
  );

  const lines = ['{"msg":"Reconciliation finished","name":"apps","namespace":"flux-system"}', '{"name":"other"}'];
  proxy.add({ path: /\/log\?/ }, { kind: "answer", status: 200, body: `${lines.join("\n")}\n` });
  assert.deepEqual(await clusters.call("logs", id), { kind: "found", value: { ...value, lines: [lines[0]] } });

  proxy.add(
    { path: /\/api\/v1\/(?:namespaces\/[^/]+\/)?pods\?/ },
    { kind: "answer", status: 403, reason: "Forbidden" },
  );
  const refused = await clusters.call("logs", id);
  assert.match(JSON.stringify(refused), /The pods of kustomize-controller cannot be listed: /);
});
