import type { CancellationToken } from "vscode-languageserver";
import { isJsonObject, itemsAt, type JsonObject, type LiveObject, textAt } from "../core/cluster/liveObject.ts";
import type { RepositoryIndex } from "../core/graph/repositoryIndex.ts";
import { parseYamlFile } from "../core/manifest/parseYamlFile.ts";
import { plainValue } from "../core/manifest/plainValue.ts";
import { normalizeUri } from "../core/text/uri.ts";
import { type ComparedDeployer, comparedDeployer, deployerManifest } from "../features/cluster/comparedDeployer.ts";
import { deployerOf } from "../features/cluster/deployerOf.ts";
import { elsewhereNote } from "../features/cluster/destinations.ts";
import type { Environment } from "../features/environment.ts";
import { deployedNotes } from "../features/preview/deployedNotes.ts";
import { type DeployedRequest, deployedRequest } from "../features/preview/deployedOverlay.ts";
import type { Deployer } from "../features/preview/deployer.ts";
import type { FileSource } from "../features/preview/fileSource.ts";
import { renderOverlay } from "../features/preview/renderOverlay.ts";
import type { LookUp } from "../features/preview/variables.ts";
import type { Rendered } from "../features/renderer.ts";
import type { ClusterObjectId } from "../protocol/cluster.ts";
import type { CompareWithClusterParams, CompareWithClusterResult } from "../protocol/compare.ts";
import type { Clusters } from "./adapters/cluster/clusters.ts";
import { createWorkingCopy } from "./adapters/workingCopy.ts";

/** What a comparison needs of the server. */
export interface ComparisonHost {
  readonly clusters: Clusters;
  readonly environment: Environment;
  readonly index: RepositoryIndex;
}

/** Renders a directory as whoever deploys it applies it, and compares the objects with those of a cluster. */
export async function compareDirectory(
  params: CompareWithClusterParams,
  requests: ComparisonHost,
  token: CancellationToken,
): Promise<CompareWithClusterResult> {
  const { context } = params;
  const { clusters, environment, index } = requests;
  const uri = normalizeUri(params.directory);
  const files = createWorkingCopy(index);
  const application = params.application ?? deployerOf(environment, uri, context);
  const { deployer, notes } = await deployerFor(
    { ...params, directory: uri, ...(application && { application }) },
    requests,
    files,
  );
  const deployed = deployer && (await requestOf(deployer, context, requests, files));
  const overlay = await renderOverlay(environment.renderer, files, {
    key: `compare ${uri}`,
    directory: uri,
    loadRestrictor: environment.settings().loadRestrictor,
    unrenderable: "skip",
    generate: "flux",
    ...deployed?.request,
  });
  environment.renderer.forget(`compare ${uri}`);
  const { result } = overlay;
  if (result.kind === "cancelled") return { kind: "failed", message: "The comparison was replaced by a newer one." };
  if (result.kind !== "rendered") return { kind: "failed", message: result.message };
  const compared = await clusters.call(
    "compare",
    {
      context,
      objects: renderedObjects(result.text),
      unknown: [...result.kept.map(({ name }) => name), ...(deployer?.changes.unknown ?? [])],
      ...(application && { application }),
    },
    token,
  );
  if (!compared) return { kind: "failed", message: `\`${context}\` is not connected. Connect to it first.` };
  if (compared.kind === "failed") return compared;
  const skipped = result.skipped.map(({ kind, entry }) => `Not rendered, so not compared: ${entry} (${kind}).`);
  const elsewhere = elsewhereNote(environment, uri, context);
  return {
    ...compared,
    ...(application && { application }),
    uncompared: compared.uncompared + skipped.length,
    notes: [
      ...(elsewhere === undefined ? [] : [elsewhere]),
      ...notes,
      ...renderingNotes(deployed, result),
      ...skipped,
      ...compared.notes,
    ],
  };
}

/** Whose changes count: those of the manifest that was named, or of the application. */
async function deployerFor(
  { directory, deployer, application }: CompareWithClusterParams,
  { clusters, environment }: ComparisonHost,
  files: FileSource,
): Promise<ComparedDeployer> {
  const written = deployer ?? (application && deployerManifest(environment, directory, application));
  const live = application && (await liveObject(application, clusters));
  return comparedDeployer(environment, { directory, written, live }, files);
}

async function liveObject(id: ClusterObjectId, clusters: Clusters): Promise<LiveObject | undefined> {
  const found = await clusters.call("object", id);
  return found?.kind === "found" ? found.value : undefined;
}

/** The labels of the owner are left to the comparison, which takes them from the live objects. */
async function requestOf(
  deployer: Deployer,
  context: string,
  { clusters, index }: ComparisonHost,
  files: FileSource,
): Promise<DeployedRequest> {
  const { namespace } = deployer;
  const lookUp: LookUp = async ({ name }) => {
    if (namespace === undefined) return { kind: "denied", message: "the namespace of its Kustomization is not known." };
    const found = await clusters.call("configMap", { context, namespace, name });
    return found ?? { kind: "denied", message: "the cluster is not connected." };
  };
  return deployedRequest(deployer, { files, index, lookUp }, false);
}

function renderingNotes(deployed: DeployedRequest | undefined, { kept }: Rendered): readonly string[] {
  return deployed ? deployedNotes(deployed, kept, "not compared") : [];
}

/** The objects of a rendered text, those in lists included. */
function renderedObjects(text: string): readonly JsonObject[] {
  const roots = parseYamlFile("rendered", text).entries.map(({ document }) => plainValue(document.root));
  return roots.flatMap((root) => {
    if (!isJsonObject(root)) return [];
    const isList = textAt(root, "kind")?.endsWith("List") === true && Array.isArray(root["items"]);
    return isList ? itemsAt(root, "items").filter(isJsonObject) : [root];
  });
}
