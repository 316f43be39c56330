import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { deployerOf } from "../../../server/features/cluster/deployerOf.ts";
import { indexEnvironment } from "../../harness/featureEnvironment.ts";
import { clusterNow, memoryCluster } from "../../harness/memoryCluster.ts";
import { type Files, memoryIndex, repositoryOrigin, uriOf } from "../../harness/workspace.ts";

const repoURL = "https://github.com/example-org/gitops";
const source = { repoURL, path: "apps/shop", targetRevision: "main" };
const here = { server: "https://kubernetes.default.svc", namespace: "shop" };

function application(name: string, spec: JsonObject = { source, destination: here }): LiveObject {
  return { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name, namespace: "argocd" }, spec };
}

const bare: Files = { "apps/shop/kustomization.yaml": "resources: []\n" };

const declaring: Files = {
  ...bare,
  "clusters/shop.yaml": `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: declared, namespace: argocd }
spec:
  source: { repoURL: ${repoURL}, path: apps/shop }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
`,
};

/** The name of what deploys `apps/shop` to the context `kind`. */
function nameOf(files: Files, ...objects: readonly LiveObject[]): string | undefined {
  const index = memoryIndex(files);
  index.setOrigins([repositoryOrigin]);
  const cluster = memoryCluster({ kind: objects, other: [application("elsewhere")] });
  const environment = { ...indexEnvironment(index), cluster, now: () => clusterNow };
  return deployerOf(environment, uriOf("apps/shop"), "kind")?.name;
}

test("the only application of a cluster that takes a directory deploys it; of two nobody knows which counts", () => {
  assert.equal(nameOf(bare, application("shop")), "shop");
  assert.equal(nameOf(bare, application("shop"), application("again")), undefined);
  assert.equal(nameOf(bare), undefined);
  assert.equal(
    nameOf(bare, application("near", { source: { ...source, path: "apps" }, destination: here })),
    undefined,
  );
});

test("one that the workspace declares counts more than others, when it is in the cluster", () => {
  assert.equal(nameOf(declaring, application("declared"), application("shop")), "declared");
  assert.equal(nameOf(declaring, application("shop")), "shop");
});

test("who takes more than the directory, or brings it elsewhere, prunes nothing by it", () => {
  const cases: Readonly<Record<string, JsonObject>> = {
    "several sources": { sources: [source, { ...source, path: "apps/other" }], destination: here },
    "another cluster": { source, destination: { server: "https://spoke.example.org:6443" } },
    "another repository": { source: { ...source, repoURL: "https://git.example.org/else" }, destination: here },
  };
  for (const [why, spec] of Object.entries(cases))
    assert.equal(nameOf(bare, application("shop", spec)), undefined, why);
  const set: LiveObject = {
    ...application("shops", { template: { spec: { source, destination: here } } }),
    kind: "ApplicationSet",
  };
  assert.equal(nameOf(bare, set), undefined);
});
