import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { danglingRules } from "../../../server/core/graph/dangling.ts";
import { createLinter } from "../../../server/core/lint/runner.ts";
import { noCluster } from "../../../server/features/cluster.ts";
import { provideDiagnostics } from "../../../server/features/diagnostics.ts";
import { indexEnvironment } from "../../harness/featureEnvironment.ts";
import { memoryCluster } from "../../harness/memoryCluster.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

const files = {
  "tenant/sync.yaml": `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: shop, namespace: tenant }
spec:
  sourceRef: { kind: GitRepository, name: platform }
  dependsOn: [{ name: stores, namespace: flux-system }]
`,
  "tenant/secret.yaml": `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: token, namespace: tenant }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
`,
};

function live(apiVersion: string, kind: string, name: string, namespace?: string): LiveObject {
  return { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } };
}

/** Codes and names of what is missing in all files. */
function missing(cluster: typeof noCluster): readonly string[] {
  const environment = { ...indexEnvironment(memoryIndex(files)), cluster };
  const linter = createLinter({
    validate: () => [],
    validateHeader: () => [],
    validateFile: () => undefined,
    isPartial: () => false,
    rules: danglingRules,
  });
  const found = Object.keys(files).flatMap((path) => provideDiagnostics(environment, linter, uriOf(path)));
  return found.map(({ message }) => /`([^`]+)`/.exec(String(message))?.[1] ?? String(message)).sort();
}

test("what the workspace does not declare is missing as long as nobody knows better", () => {
  assert.deepEqual(missing(noCluster), ["platform", "stores", "vault"]);
  assert.deepEqual(missing(memoryCluster({ prod: [] })), ["platform", "stores", "vault"]);
});

test("what a connected cluster has is not missing", () => {
  const cluster = memoryCluster({
    dev: [live("external-secrets.io/v1", "ClusterSecretStore", "vault")],
    prod: [
      live("source.toolkit.fluxcd.io/v1", "GitRepository", "platform", "tenant"),
      live("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "stores", "flux-system"),
    ],
  });
  assert.deepEqual(missing(cluster), []);
});

test("an object of another namespace or another type is not the one that is missing", () => {
  const cluster = memoryCluster({
    prod: [
      live("source.toolkit.fluxcd.io/v1", "GitRepository", "platform", "flux-system"),
      live("source.toolkit.fluxcd.io/v1", "OCIRepository", "platform", "tenant"),
      live("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "stores", "tenant"),
      live("external-secrets.io/v1", "SecretStore", "vault", "tenant"),
    ],
  });
  assert.deepEqual(missing(cluster), ["platform", "stores", "vault"]);
});
