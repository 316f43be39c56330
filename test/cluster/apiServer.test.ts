import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { parse } from "yaml";
import { createApiClient } from "./harness/apiClient.ts";
import { startCluster } from "./harness/cluster.ts";
import { eventually } from "./harness/eventually.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

function clientOf(user: "reader" | "tenant" | "nobody") {
  const { address, authority, tokens } = running();
  return createApiClient({ address, authority, token: tokens[user] });
}

test("the API server is a real one that says its release", { skip }, async () => {
  const version = await running().admin.must({ path: "/version" });
  assert.match(JSON.stringify(version), /"gitVersion":"v1\.\d+\.\d+"/);
});

test("the reader may read and not write, and never sees a Secret", { skip }, async () => {
  const reader = clientOf("reader");
  assert.equal((await reader.send({ path: "/api/v1/configmaps" })).status, 200);
  assert.equal((await reader.send({ path: "/api/v1/secrets" })).status, 403);
  const settings = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } };
  const answer = await reader.send({ method: "POST", path: "/api/v1/namespaces/default/configmaps", body: settings });
  assert.equal(answer.status, 403);
  reader.close();
});

test("a wrong token is turned away, and strangers may do nothing", { skip }, async () => {
  const { address, authority } = running();
  const forged = createApiClient({ address, authority, token: "forged" });
  assert.equal((await forged.send({ path: "/api/v1/namespaces" })).status, 401);
  const nobody = clientOf("nobody");
  assert.equal((await nobody.send({ path: "/api/v1/namespaces" })).status, 403);
  forged.close();
  nobody.close();
});

test("statuses in a text are written where the kind keeps them", { skip }, async () => {
  const { applyYaml, admin } = running();
  await applyYaml(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: lamps.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Lamp, plural: lamps }
  versions:
    - name: v1
      served: true
      storage: true
      subresources: { status: {} }
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
---
apiVersion: v1
kind: Namespace
metadata: { name: hall }
---
apiVersion: example.org/v1
kind: Lamp
metadata: { name: desk, namespace: hall }
spec: { watts: 4 }
status: { lit: true }
`);
  const lamp = await admin.must({ path: "/apis/example.org/v1/namespaces/hall/lamps/desk" });
  assert.match(JSON.stringify(lamp), /"spec":\{"watts":4\},"status":\{"lit":true\}/);
});

test("the servers end with a process that is killed, and leave nothing behind", { skip }, async () => {
  const module = new URL("./harness/cluster.ts", import.meta.url).href;
  const script = `const { startCluster } = await import(${JSON.stringify(module)});
    const { address, folder } = await startCluster();
    process.stdout.write(JSON.stringify({ address, folder }), () => process.kill(process.pid, "SIGKILL"));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { address, folder } = JSON.parse(await text(child.stdout));
  const client = createApiClient({ address, authority: running().authority, token: "none" });
  await eventually(async () => (existsSync(folder) ? undefined : true));
  await assert.rejects(client.send({ path: "/readyz" }), { code: "ECONNREFUSED" });
});

test("the kubeconfig has a context for each user and for the certificate of admin", { skip }, () => {
  const { contexts } = parse(readFileSync(running().kubeconfig, "utf8"));
  assert.deepEqual(
    contexts.map(({ name }: { name: string }) => name),
    ["admin", "reader", "tenant", "staff", "nobody", "admin-certificate"],
  );
});
