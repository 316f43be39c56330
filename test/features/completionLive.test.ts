import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveObject } from "../../server/core/cluster/liveObject.ts";
import { memoryCluster } from "../harness/memoryCluster.ts";
import { complete, yaml } from "./completionFixture.ts";

await yaml.warmUp();

const flux =
  "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\n  namespace: flux-system\nspec:\n";

const declared = `
#- sources.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: podinfo, namespace: flux-system }
`;

function repository(name: string, namespace: string): LiveObject {
  return { apiVersion: "source.toolkit.fluxcd.io/v1", kind: "GitRepository", metadata: { name, namespace } };
}

const cluster = memoryCluster({
  prod: [repository("podinfo", "flux-system"), repository("platform", "flux-system"), repository("shop", "shop")],
});

/** The names offered at the cursor, with what is said of each. */
async function names(fixture: string, connected = cluster): Promise<readonly string[]> {
  const items = await complete(fixture, connected);
  return items.map(({ label, detail }) => `${label}: ${detail}`).filter((each) => !each.endsWith("built in"));
}

test("names of objects that only a connected cluster has follow those that the workspace declares", async () => {
  assert.deepEqual(await names(`${flux}  sourceRef:\n    kind: GitRepository\n    name: $0${declared}`), [
    "podinfo: GitRepository in flux-system",
    "platform: GitRepository in flux-system, live in prod",
    "shop: GitRepository in shop, live in prod",
  ]);
});

test("a name from a cluster brings its kind and namespace along", async () => {
  const items = await complete(`${flux}  sourceRef:\n    name: $0${declared}`, cluster);
  const text = items.find(({ label }) => label === "shop")?.textEdit?.newText;
  assert.equal(text, "shop\n    kind: GitRepository\n    namespace: shop");
});

test("where only the own namespace counts, objects of others are not offered", async () => {
  const secret = (namespace: string) =>
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: a\n  namespace: ${namespace}\nspec:\n  secretStoreRef:\n    name: $0`;
  const store = {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "s", namespace: "shop" },
  };
  const stores = memoryCluster({ prod: [store] });
  assert.deepEqual(await names(secret("shop"), stores), ["s: SecretStore in shop, live in prod"]);
  assert.deepEqual(await names(secret("books"), stores), []);
});

test("what is typed narrows them down", async () => {
  assert.deepEqual(await names(`${flux}  sourceRef:\n    kind: GitRepository\n    name: plat$0${declared}`), [
    "platform: GitRepository in flux-system, live in prod",
  ]);
});
