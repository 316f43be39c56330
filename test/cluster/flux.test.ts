import assert from "node:assert/strict";
import { test } from "node:test";
import { startCluster } from "./harness/cluster.ts";
import { eventually } from "./harness/eventually.ts";
import { startFlux } from "./harness/flux.ts";
import { startGitServer } from "./harness/gitServer.ts";
import { controlPlane, fluxControllers, hasGo, whyMissing } from "./harness/programs.ts";

const skip =
  whyMissing(controlPlane) ?? whyMissing(fluxControllers) ?? (hasGo() ? false : "Flux's kinds are fetched with Go");

const sources = "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories";
const kustomizations = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";

function greeting(text: string): string {
  return `{ apiVersion: v1, kind: ConfigMap, metadata: { name: greeting }, data: { text: ${JSON.stringify(text)} } }`;
}

test("Flux brings a pushed commit into the cluster when it is asked to reconcile", { skip }, async (context) => {
  const git = await startGitServer();
  context.after(() => git.stop());
  const cluster = await startCluster();
  context.after(() => cluster.stop());
  const flux = await startFlux(cluster);
  context.after(() => flux.stop());
  const repository = git.createRepository("platform", { "apps/greeting.yaml": greeting("hello") });
  await cluster.applyYaml(`
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: platform, namespace: flux-system }
spec: { interval: 1h, url: "${repository.url}", ref: { branch: main } }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  interval: 1h
  prune: true
  path: ./apps
  targetNamespace: default
  sourceRef: { kind: GitRepository, name: platform }
`);
  const { admin } = cluster;
  const read = (path: string) => admin.send({ path }).then(({ body }) => JSON.stringify(body));
  const text = () => read("/api/v1/namespaces/default/configmaps/greeting");
  const first = `main@sha1:${repository.head()}`;
  const arrived = async (revision: string) => {
    const status = await read(`${kustomizations}/apps`);
    return status.includes(`"lastAppliedRevision":"${revision}"`) ? status : undefined;
  };
  await eventually(
    () => arrived(first),
    () => read(`${kustomizations}/apps`),
  );
  assert.match(await text(), /"text":"hello"/);

  const second = `main@sha1:${repository.push({ "apps/greeting.yaml": greeting("hello again") })}`;
  assert.notEqual(second, first);
  await admin.must({
    method: "PATCH",
    path: `${sources}/platform`,
    contentType: "application/merge-patch+json",
    body: { metadata: { annotations: { "reconcile.fluxcd.io/requestedAt": new Date().toISOString() } } },
  });
  await eventually(() => arrived(second));
  assert.match(await read(`${sources}/platform`), new RegExp(`"revision":"${second}"`));
  assert.match(await text(), /"text":"hello again"/);

  repository.push({ "apps/greeting.yaml": undefined, "elsewhere/greeting.yaml": greeting("moved") });
  await admin.must({
    method: "PATCH",
    path: `${sources}/platform`,
    contentType: "application/merge-patch+json",
    body: { metadata: { annotations: { "reconcile.fluxcd.io/requestedAt": new Date().toISOString() } } },
  });
  await eventually(async () => ((await read(`${kustomizations}/apps`)).includes("path not found") ? true : undefined));
});
