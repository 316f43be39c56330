// The repository in examples/ as if its controllers had worked on it: some objects healthy, some failing in typical ways.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../harness/yamlFiles.ts";
import type { ApiClient } from "./apiClient.ts";
import { applyAll, type Manifest, manifestsOf } from "./apply.ts";
import { bookshopStatus } from "./bookshopStatus.ts";

/** Files of examples/ whose objects are in the cluster, relative to it. */
const files = [
  "argocd/bookshop-project.yaml",
  "argocd/platform-project.yaml",
  "argocd/root-application.yaml",
  "argocd/applications/catalog-development.yaml",
  "argocd/applications/catalog-staging.yaml",
  "argocd/applications/catalog-production.yaml",
  "argocd/applications/storefront-development.yaml",
  "argocd/applications/storefront-staging.yaml",
  "argocd/applications/storefront-production.yaml",
  "argocd/applications/smoke-test.yaml",
  "clusters/production/flux-system/sync.yaml",
  "clusters/production/infrastructure.yaml",
  "clusters/production/monitoring.yaml",
  "clusters/production/tenants.yaml",
  "clusters/production/argocd.yaml",
  "clusters/production/cluster-settings.yaml",
  "infrastructure/controllers/external-secrets.yaml",
  "infrastructure/controllers/argo-cd.yaml",
  "infrastructure/controllers/cert-manager.yaml",
  "infrastructure/controllers/traefik.yaml",
  "infrastructure/secrets/cluster-secret-store.yaml",
  "monitoring/controllers/helm-release.yaml",
  "monitoring/controllers/helm-repository.yaml",
  "monitoring/controllers/grafana-admin.yaml",
];

/** Namespaces that no file above creates. */
const namespaces = ["argocd", "flux-system", "monitoring", "storefront-production"];

/**
 * Puts the objects of examples/ into a cluster that serves their kinds, with statuses as their controllers write them.
 * `now` is the time from which their ages count, in milliseconds since 1970.
 */
export async function applyBookshop(client: ApiClient, now = Date.now()): Promise<void> {
  const made = namespaces.map((name): Manifest => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
  const declared = files.flatMap((file) => manifestsOf(readFileSync(join(projectFolder, "examples", file), "utf8")));
  const statuses = bookshopStatus(now);
  const live = declared.map((manifest) => {
    const status = statuses[`${manifest.kind}/${manifest.metadata.name}`];
    return status === undefined ? manifest : { ...manifest, status };
  });
  await applyAll(client, [...made, ...live]);
}
