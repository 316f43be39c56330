import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "../../../harness/yamlFiles.ts";
import type { ApiClient } from "../apiClient.ts";
import { applyAll, type Manifest, manifestsOf } from "../apply.ts";

/** Overlays of examples/ whose rendered objects are in the cluster. */
const overlays = ["applications/storefront/overlays/production", "applications/catalog/overlays/production"];

/**
 * Applies what some overlays render to, as the built command line of this project renders it, and then what somebody
 * changed by hand: a comparison finds it. `now` in milliseconds since 1970. Resolves with false when there is no engine to render with.
 */
export async function applyWorkloads(client: ApiClient, now: number): Promise<boolean> {
  const rendered = await Promise.all(overlays.map(renderedObjects));
  if (rendered.some((objects) => objects.length === 0)) return false;
  const objects = rendered.flat();
  const since = new Date(now - 25 * 60_000).toISOString().replace(/\.\d+Z$/, "Z");
  const namespaces = [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))];
  await applyAll(client, [
    ...namespaces.map((name): Manifest => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    ...objects.map((object) => asInCluster(object, since)),
  ]);
  return true;
}

async function renderedObjects(overlay: string): Promise<readonly Manifest[]> {
  const program = join(projectFolder, "bin", "gitops-authoring");
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [program, "render", join(projectFolder, "examples", overlay)],
      { maxBuffer: 16 * 2 ** 20 },
    );
    return manifestsOf(stdout);
  } catch {
    // Without Go there is no engine; what renders is then missing in the cluster, and the caller says so.
    return [];
  }
}

/** The storefront was scaled down by hand, and its older image is still running; the catalog's store has a wrong role. */
function asInCluster(manifest: Manifest, since: string): Manifest {
  const { kind, metadata } = manifest;
  if (kind === "Deployment" && metadata.name === "storefront") return changedByHand(manifest);
  const ready = (status: string, reason: string, message: string): Manifest => ({
    ...manifest,
    status: { conditions: [{ type: "Ready", status, reason, message, lastTransitionTime: since }] },
  });
  if (kind === "SecretStore") {
    return ready(
      "False",
      "InvalidProviderConfig",
      'unable to log in with Kubernetes auth: role "catalog" does not exist',
    );
  }
  if (kind !== "ExternalSecret") return manifest;
  if (metadata.name === "storefront-session") return ready("True", "SecretSynced", "secret synced");
  return ready(
    "False",
    "SecretSyncedError",
    'error processing spec.dataFrom[0].extract, err: SecretStore "catalog-vault" is not ready',
  );
}

function changedByHand(manifest: Manifest): Manifest {
  const text = JSON.stringify(manifest).replace(/"replicas":\d+/, '"replicas":2');
  const [changed] = manifestsOf(text.replace(/storefront@sha256:4f53/, "storefront@sha256:0aa1"));
  return changed ?? manifest;
}
