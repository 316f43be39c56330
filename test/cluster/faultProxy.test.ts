import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { after, beforeEach, test } from "node:test";
import { createApiClient } from "./harness/apiClient.ts";
import { startCluster } from "./harness/cluster.ts";
import { startFaultProxy } from "./harness/faultProxy.ts";
import { expiredEvent } from "./harness/faults.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
const proxy = cluster === undefined ? undefined : await startFaultProxy(cluster);
after(async () => {
  await proxy?.stop();
  await cluster?.stop();
});
beforeEach(() => proxy?.clear());

const configMaps = "/api/v1/namespaces/default/configmaps";
const watchPath = `${configMaps}?watch=true&timeoutSeconds=2`;

function running() {
  assert.ok(proxy && cluster);
  const { authority, address } = proxy;
  return { proxy, client: createApiClient({ address, authority: authority(), token: cluster.tokens.admin }) };
}

function configMap(name: string) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name } };
}

/** What came until the answer ended, and whether it ended as HTTP wants it. */
async function read(path: string) {
  assert.ok(proxy && cluster);
  const options = { ca: proxy.authority(), headers: { authorization: `Bearer ${cluster.tokens.admin}` }, agent: false };
  const url = `${proxy.address}${path}`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, options, resolve).once("error", reject).end();
  });
  const chunks: Buffer[] = [];
  const text = () => Buffer.concat(chunks).toString("utf8");
  try {
    for await (const chunk of response) chunks.push(chunk);
  } catch {
    return { text: text(), ended: false };
  }
  return { text: text(), ended: true };
}

test("what is not told to break passes, and is recorded", { skip }, async () => {
  const { proxy, client } = running();
  await client.must({ method: "POST", path: configMaps, body: configMap("first") });
  await client.must({ path: configMaps });
  assert.deepEqual(
    proxy.requests.map(({ method, path, status, token }) => [method, path, status, token]),
    [
      ["POST", configMaps, 201, "admin-token"],
      ["GET", configMaps, 200, "admin-token"],
    ],
  );
  assert.match(proxy.requests[0]?.body ?? "", /"first"/);
});

test("writes are told from reads, dry runs and questions about rights", { skip }, async () => {
  const { proxy, client } = running();
  const before = proxy.writes().length;
  await client.must({ method: "POST", path: `${configMaps}?dryRun=All`, body: configMap("never") });
  const review = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: {} };
  const spec = { resourceAttributes: { verb: "list", resource: "pods" } };
  await client.must({
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: { ...review, spec },
  });
  assert.equal(proxy.writes().length, before);
  await client.must({ method: "DELETE", path: `${configMaps}/first` });
  assert.equal(proxy.writes().length, before + 1);
});

test("an answer of the proxy's own comes as often as wanted and never reaches the server", { skip }, async () => {
  const { proxy, client } = running();
  proxy.add({ method: "POST", times: 2 }, { kind: "answer", status: 429, headers: { "retry-after": "1" } });
  const send = () => client.send({ method: "POST", path: configMaps, body: configMap("throttled") });
  assert.equal((await send()).status, 429);
  assert.equal((await send()).status, 429);
  assert.equal((await send()).status, 201);
});

test("a lost answer leaves the write done", { skip }, async () => {
  const { proxy, client } = running();
  const takeBack = proxy.add({ method: "POST" }, { kind: "loseAnswer" });
  await assert.rejects(client.send({ method: "POST", path: configMaps, body: configMap("lost") }));
  takeBack();
  assert.equal((await client.send({ path: `${configMaps}/lost` })).status, 200);
});

test("a watch breaks in the middle of a line", { skip }, async () => {
  const { proxy } = running();
  proxy.add({ watch: true }, { kind: "halfLine", lines: 1 });
  const { text, ended } = await read(watchPath);
  assert.equal(ended, false);
  const [whole = "", half = "", ...rest] = text.split("\n");
  assert.deepEqual(rest, []);
  assert.equal(JSON.parse(whole).type, "ADDED");
  assert.throws(() => JSON.parse(half));
});

test("a watch breaks after some bytes, ends after some time, or says that it is too old", { skip }, async () => {
  const { proxy } = running();
  const attempt = async (fault: Parameters<typeof proxy.add>[1]) => {
    proxy.add({ watch: true }, fault);
    return read(watchPath);
  };
  const cut = await attempt({ kind: "cut", bytes: 100 });
  assert.deepEqual([cut.text.length, cut.ended], [100, false]);
  assert.equal((await attempt({ kind: "end", milliseconds: 50 })).ended, true);
  const expired = await attempt({ kind: "lastLine", milliseconds: 50, line: expiredEvent });
  assert.equal(expired.ended, true);
  assert.equal(JSON.parse(expired.text.trim().split("\n").at(-1) ?? "").object.code, 410);
});

test("a list comes in small pieces", { skip }, async () => {
  const { proxy } = running();
  proxy.add({ path: /configmaps/ }, { kind: "slow", bytes: 200, milliseconds: 5 });
  const { text } = await read(configMaps);
  assert.equal(JSON.parse(text).kind, "ConfigMapList");
});

test("a token expires, and its successor is accepted", { skip }, async () => {
  const { proxy } = running();
  const statusFor = async (token: string) => {
    const client = createApiClient({ address: proxy.address, authority: proxy.authority(), token });
    return (await client.send({ path: configMaps })).status;
  };
  assert.equal(await statusFor("short-lived"), 401);
  proxy.setToken("short-lived", "admin-token");
  assert.equal(await statusFor("short-lived"), 200);
  proxy.setToken("short-lived", undefined);
  assert.equal(await statusFor("short-lived"), 401);
  proxy.setToken("next", "admin-token");
  assert.equal(await statusFor("next"), 200);
});

test("there is no network for a while", { skip }, async () => {
  const { proxy, client } = running();
  const watching = read(`${configMaps}?watch=true&timeoutSeconds=60`).catch(() => ({ ended: false }));
  while (!proxy.requests.at(-1)?.path.includes("watch")) await new Promise(setImmediate);
  proxy.setDown(true);
  await assert.rejects(client.send({ path: configMaps }));
  proxy.setDown(false);
  assert.equal((await client.send({ path: configMaps })).status, 200);
  assert.equal((await watching).ended, false);
});

test("a certificate of another authority is shown", { skip }, async () => {
  const { proxy, client } = running();
  proxy.swapCertificate();
  await assert.rejects(client.send({ path: configMaps }), /certificate|self-signed|issuer/i);
  assert.equal((await running().client.send({ path: configMaps })).status, 200);
});
