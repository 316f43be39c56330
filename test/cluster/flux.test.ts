import assert from "node:assert/strict";
import { test } from "node:test";
import { greeting, startPlatform, whyNoFlux } from "./fluxPlatform.ts";
import { eventually } from "./harness/eventually.ts";

const sources = "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories";
const kustomizations = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";

test("Flux brings a pushed commit into the cluster when it is asked to reconcile", {
  skip: whyNoFlux,
}, async (context) => {
  const { cluster, repository } = await startPlatform(context);
  const { admin } = cluster;
  const read = (path: string) => admin.send({ path }).then(({ body }) => JSON.stringify(body));
  const text = () => read("/api/v1/namespaces/default/configmaps/greeting");
  const fetchAgain = () =>
    admin.must({
      method: "PATCH",
      path: `${sources}/platform`,
      contentType: "application/merge-patch+json",
      body: { metadata: { annotations: { "reconcile.fluxcd.io/requestedAt": new Date().toISOString() } } },
    });
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
  await fetchAgain();
  await eventually(() => arrived(second));
  assert.match(await read(`${sources}/platform`), new RegExp(`"revision":"${second}"`));
  assert.match(await text(), /"text":"hello again"/);

  repository.push({ "apps/greeting.yaml": undefined, "elsewhere/greeting.yaml": greeting("moved") });
  await fetchAgain();
  await eventually(async () => ((await read(`${kustomizations}/apps`)).includes("path not found") ? true : undefined));
});
