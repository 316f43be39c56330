import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  exampleManifests,
  examplesFolder,
  isKustomizeRoot,
  kustomizeRoots,
  listAt,
  ownRepository,
  textAt,
  valueAt,
} from "./exampleRepository.ts";

const manifests = exampleManifests();
const roots = kustomizeRoots(examplesFolder).filter((root) => !root.directory.startsWith("broken/"));

/** Files that are deliberately not manifests: values, transformer configuration and patches. */
const notManifests = new Set([
  "applications/catalog/overlays/production/database-key.yaml",
  "applications/catalog/overlays/staging/database-key.yaml",
  "argocd/values/smoke-test.yaml",
  "monitoring/controllers/name-references.yaml",
  "monitoring/controllers/values.yaml",
]);

test("every file of the example repository that should be a manifest has an apiVersion and a kind", () => {
  assert.ok(manifests.length > 80, `only ${manifests.length} manifests were read`);
  const others = manifests.filter(({ value }) => textAt(value, "apiVersion") === "" || textAt(value, "kind") === "");
  assert.deepEqual(new Set(others.map(({ path }) => path)), notManifests);
});

test("the examples hold every kind that the extension knows", () => {
  const kinds = new Set(manifests.map(({ value }) => `${textAt(value, "apiVersion")} ${textAt(value, "kind")}`));
  const expected = [
    "argoproj.io/v1alpha1 AppProject",
    "argoproj.io/v1alpha1 Application",
    "external-secrets.io/v1 ClusterExternalSecret",
    "external-secrets.io/v1 ClusterSecretStore",
    "external-secrets.io/v1 ExternalSecret",
    "external-secrets.io/v1 SecretStore",
    "helm.toolkit.fluxcd.io/v2 HelmRelease",
    "kustomize.config.k8s.io/v1alpha1 Component",
    "kustomize.config.k8s.io/v1beta1 Kustomization",
    "kustomize.toolkit.fluxcd.io/v1 Kustomization",
    "source.toolkit.fluxcd.io/v1 Bucket",
    "source.toolkit.fluxcd.io/v1 GitRepository",
    "source.toolkit.fluxcd.io/v1 HelmRepository",
    "source.toolkit.fluxcd.io/v1 OCIRepository",
  ];
  assert.deepEqual(
    expected.filter((kind) => !kinds.has(kind)),
    [],
  );
});

test("the example repository holds no Secret in plain text", () => {
  assert.deepEqual(
    manifests.filter(({ value }) => textAt(value, "kind") === "Secret").map(({ path }) => path),
    [],
  );
});

test("everything a kustomization file of the examples names exists", () => {
  const missing = roots.flatMap(({ directory, content }) =>
    filesNamedBy(content)
      .map((name) => join(directory, name))
      .filter((path) => !existsSync(join(examplesFolder, path))),
  );
  assert.deepEqual(missing, []);
});

test("every directory that a kustomization file of the examples includes has one as well", () => {
  const without = roots.flatMap(({ directory, content }) =>
    [...listAt(content, "resources"), ...listAt(content, "components")]
      .map(String)
      .filter((entry) => !entry.endsWith(".yaml"))
      .map((entry) => join(directory, entry))
      .filter((path) => !isKustomizeRoot(join(examplesFolder, path))),
  );
  assert.deepEqual(without, []);
});

test("every manifest of the examples is delivered by the kustomization file beside it", () => {
  const delivered = new Set(
    roots.flatMap(({ directory, content }) => filesNamedBy(content).map((name) => join(directory, name))),
  );
  const orphans = manifests
    .map(({ path }) => path)
    .filter((path) => !path.endsWith("/kustomization.yaml") && !delivered.has(path));
  assert.deepEqual(orphans, ["argocd/values/smoke-test.yaml"]);
});

test("every path that Flux or Argo CD delivers from the example repository is a kustomize root", () => {
  const paths = deliveredPaths();
  assert.equal(paths.length, 14);
  assert.deepEqual(
    paths.filter((path) => !isKustomizeRoot(join(examplesFolder, path))),
    [],
  );
});

test("every kustomize root of the examples is delivered by Flux or Argo CD, or included by another root", () => {
  const reached = new Set([
    ...deliveredPaths().map((path) => join(path)),
    ...roots.flatMap(({ directory, content }) => filesNamedBy(content).map((name) => join(directory, name))),
  ]);
  assert.deepEqual(
    roots.map(({ directory }) => directory).filter((directory) => !reached.has(directory)),
    [],
  );
});

/** The paths of Flux Kustomizations and Applications whose source is the example repository itself. */
function deliveredPaths(): readonly string[] {
  return manifests.flatMap(({ value }) => {
    const fromFlux = textAt(value, "spec", "sourceRef", "name") === "flux-system";
    const fromArgo = textAt(value, "spec", "source", "repoURL") === ownRepository;
    if (fromFlux) return [textAt(value, "spec", "path")];
    return fromArgo ? [textAt(value, "spec", "source", "path")] : [];
  });
}

/** Local files and directories that a kustomization file names, relative to it. */
function filesNamedBy(content: unknown): readonly string[] {
  const entries = ["resources", "components", "configurations"].flatMap((field) => listAt(content, field).map(String));
  const patches = listAt(content, "patches").map((patch) => textAt(patch, "path"));
  const generated = listAt(content, "configMapGenerator").flatMap((generator) =>
    listAt(generator, "files").map(String),
  );
  const named = [...entries, ...patches, ...generated.map((file) => file.replace(/^[^=]*=/, ""))];
  return named.filter((name) => name !== "");
}

test("every value file that an Application of the examples takes from this repository exists", () => {
  const files = manifests.flatMap(({ value }) =>
    listAt(value, "spec", "sources").flatMap((source) => listAt(source, "helm", "valueFiles").map(String)),
  );
  assert.deepEqual(files, ["$gitops/argocd/values/smoke-test.yaml"]);
  assert.ok(existsSync(join(examplesFolder, "argocd/values/smoke-test.yaml")));
  assert.ok(
    manifests.some(({ value }) => listAt(value, "spec", "sources").some((s) => valueAt(s, "ref") === "gitops")),
  );
});
