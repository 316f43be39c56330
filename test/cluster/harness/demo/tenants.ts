// The rest of examples/ for the demo: two teams whose sources and stores are in trouble, and one that was suspended.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../../harness/yamlFiles.ts";
import type { ApiClient } from "../apiClient.ts";
import { applyAll, type Manifest, manifestsOf } from "../apply.ts";

const tenants = ["reviews", "recommendations"];

/** Puts the tenants into a cluster that has the bookshop already. `now` in milliseconds since 1970. */
export async function applyTenants(client: ApiClient, now: number): Promise<void> {
  const ago = (minutes: number): string => `${new Date(now - minutes * 60_000).toISOString().slice(0, 19)}Z`;
  const declared = tenants
    .flatMap((tenant) => manifestsIn(join(projectFolder, "examples", "tenants", tenant)))
    // Namespaces first: everything else is in them.
    .sort((one, other) => Number(other.kind === "Namespace") - Number(one.kind === "Namespace"));
  await applyAll(
    client,
    declared.map((manifest) => ({ ...manifest, ...liveParts(ago)[`${manifest.kind}/${manifest.metadata.name}`] })),
  );
}

function manifestsIn(folder: string): readonly Manifest[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml") && name !== "kustomization.yaml")
    .flatMap((name) => manifestsOf(readFileSync(join(folder, name), "utf8")));
}

/** What the cluster has differently from the file, by `Kind/name`. */
function liveParts(ago: (minutes: number) => string): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const ready = (status: string, reason: string, message: string, minutes: number) => ({
    type: "Ready",
    status,
    reason,
    message,
    lastTransitionTime: ago(minutes),
  });
  const release = "2.4.1@sha1:9c1185a5c5e9fc54612808977ee8f548b2258d31";
  return {
    "GitRepository/reviews": {
      status: {
        observedGeneration: 1,
        artifact: {
          revision: release,
          digest: `sha256:${"5".repeat(64)}`,
          path: "gitrepository/reviews/reviews/artifact.tar.gz",
          url: "http://source-controller.flux-system.svc.cluster.local./gitrepository/reviews/reviews/artifact.tar.gz",
          lastUpdateTime: ago(190),
          size: 4096,
        },
        conditions: [
          { ...ready("True", "Succeeded", `stored artifact for revision '${release}'`, 190), observedGeneration: 1 },
        ],
      },
    },
    "Kustomization/reviews": {
      // Somebody suspended it by hand: the file does not say so.
      spec: {
        interval: "10m",
        retryInterval: "2m",
        timeout: "3m",
        path: "./deploy/production",
        prune: true,
        serviceAccountName: "flux-reconciler",
        targetNamespace: "reviews",
        sourceRef: { kind: "GitRepository", name: "reviews" },
        suspend: true,
      },
      status: {
        observedGeneration: 1,
        lastAppliedRevision: "2.3.0@sha1:1f0e3dad99908345f7439f8ffabdffc4f2b0a7d1",
        lastAttemptedRevision: "2.3.0@sha1:1f0e3dad99908345f7439f8ffabdffc4f2b0a7d1",
        inventory: { entries: [{ id: "reviews_reviews_apps_Deployment", v: "v1" }] },
        conditions: [
          ready(
            "True",
            "ReconciliationSucceeded",
            "Applied revision: 2.3.0@sha1:1f0e3dad99908345f7439f8ffabdffc4f2b0a7d1",
            2900,
          ),
        ],
      },
    },
    "ExternalSecret/bucket-credentials": {
      status: {
        refreshTime: ago(47),
        conditions: [
          ready(
            "False",
            "SecretSyncedError",
            "error processing spec.data[0] (key: recommendations/bucket), err: Secret does not exist",
            47,
          ),
        ],
      },
    },
    "Bucket/recommendations": {
      status: {
        observedGeneration: -1,
        conditions: [
          {
            type: "Reconciling",
            status: "True",
            reason: "ProgressingWithRetry",
            message: "reconciliation in progress",
            lastTransitionTime: ago(46),
          },
          ready(
            "False",
            "AuthenticationFailed",
            "failed to get secret 'recommendations/bucket-credentials': secrets \"bucket-credentials\" not found",
            46,
          ),
        ],
      },
    },
    "Kustomization/recommendations-model": {
      status: {
        observedGeneration: -1,
        conditions: [ready("False", "ArtifactFailed", "Source artifact not found, retrying in 30s", 46)],
      },
    },
    "Kustomization/recommendations-service": {
      status: {
        observedGeneration: -1,
        conditions: [
          ready("False", "DependencyNotReady", "dependency 'recommendations/recommendations-model' is not ready", 46),
        ],
      },
    },
  };
}
