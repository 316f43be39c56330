import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../server/core/cluster/liveObject.ts";
import { among, kindOf, objects } from "./liveFixtures.ts";

const here = { server: "https://kubernetes.default.svc", namespace: "shop" };
const source = { repoURL: "https://git.example.org/shop.git", path: "./apps//shop/" };
const application = objects("argoproj.io/v1alpha1", "Application");
const kustomization = objects("kustomize.toolkit.fluxcd.io/v1", "Kustomization");
const repository = objects("source.toolkit.fluxcd.io/v1", "GitRepository");

test("an Application deploys from one directory of a repository into its own cluster", () => {
  const directoryOf = (spec: JsonObject) => {
    const object = application({ spec });
    return kindOf(object).deploysFrom?.(object, among());
  };
  const directory = { address: "https://git.example.org/shop.git", path: "apps/shop" };
  assert.deepEqual(directoryOf({ source, destination: here }), directory);
  assert.deepEqual(directoryOf({ source, destination: { name: "in-cluster" } }), directory);
  assert.deepEqual(directoryOf({ source: { ...source, path: "." }, destination: here }), { ...directory, path: "" });
  for (const [why, spec] of Object.entries({
    "another cluster": { source, destination: { server: "https://other.example.org" } },
    "several sources": { sources: [source], destination: here },
    "a chart": { source: { repoURL: "https://charts.example.org", chart: "shop" }, destination: here },
    "a chart in a directory": { source: { ...source, helm: {} }, destination: here },
    "plain manifests": { source: { ...source, directory: { recurse: true } }, destination: here },
  })) {
    assert.equal(directoryOf(spec), undefined, why);
  }
});

test("a Flux Kustomization deploys from a directory of its source, when that is known", () => {
  const git = repository({ metadata: { name: "shop" }, spec: { url: "ssh://git@git.example.org/shop" } });
  const spec = { path: "./apps/shop", sourceRef: { kind: "GitRepository", name: "shop" } };
  const directoryOf = (changes: JsonObject, ...known: readonly ReturnType<typeof repository>[]) => {
    const object = kustomization({ spec: { ...spec, ...changes } });
    return kindOf(object).deploysFrom?.(object, among(...known));
  };
  const address = "ssh://git@git.example.org/shop";
  assert.deepEqual(directoryOf({}, git), { address, path: "apps/shop" });
  assert.deepEqual(directoryOf({ path: "" }, git), { address, path: "" });
  assert.equal(directoryOf({}), undefined);
  assert.equal(directoryOf({ kubeConfig: { secretRef: { name: "other" } } }, git), undefined);
});
