import { type DirectoryDeployment, deploymentsAt } from "../graph/deployments.ts";
import { deploymentsLeadingTo } from "../graph/namespaces.ts";
import type { ManifestEntry, RepositoryIndex } from "../graph/repositoryIndex.ts";
import { liveKindOf } from "../kinds/liveKinds.ts";
import { valueAt } from "../manifest/node.ts";
import { plainValue } from "../manifest/plainValue.ts";
import { identityIn, type WrittenIdentity } from "./matching.ts";
import type { RemoteCluster } from "./provenance.ts";

/** What is known of a manifest that has a directory deployed, without its syntax tree. */
export interface Deployer {
  readonly identity: WrittenIdentity;
  /** `Application shop`. */
  readonly title: string;
  /** The other cluster that is written as the destination; undefined when that is the deployer's own. */
  readonly remote: RemoteCluster | undefined;
}

/** Who has a file deployed, each once: Applications and the like of this workspace. */
export function deployersOf(uri: string, index: RepositoryIndex): readonly Deployer[] {
  return [...new Set(deploymentsLeadingTo(uri, index).flatMap((each) => deployerOf(each, index) ?? []))];
}

/** Who has exactly this directory deployed, each once. */
export function deployersAt(directory: string, index: RepositoryIndex): readonly Deployer[] {
  return [...new Set(deploymentsAt(directory, index).flatMap((each) => deployerOf(each, index) ?? []))];
}

/** The manifests whose controllers deliver a file to a cluster; see {@link deployersOf}. */
export function deployingManifests(uri: string, index: RepositoryIndex): readonly ManifestEntry[] {
  return deploymentsLeadingTo(uri, index).flatMap(
    (deployment) => index.manifestAt(deployment.uri, deployment.ordinal) ?? [],
  );
}

/** Deployments are kept as long as their manifest says the same; where it delivers to is part of that. */
const known = new WeakMap<DirectoryDeployment, { readonly deployer: Deployer | undefined }>();

function deployerOf(deployment: DirectoryDeployment, index: RepositoryIndex): Deployer | undefined {
  const remembered = known.get(deployment) ?? { deployer: read(deployment, index) };
  known.set(deployment, remembered);
  return remembered.deployer;
}

function read({ uri, ordinal }: DirectoryDeployment, index: RepositoryIndex): Deployer | undefined {
  const manifest = index.manifestAt(uri, ordinal)?.manifest;
  if (!manifest) return undefined;
  const live = liveKindOf(manifest.gvk);
  const identity = identityIn(manifest);
  // The fields are the same as in the live object.
  const fields = ["destination", "kubeConfig"].map((name) => [name, plainValue(valueAt(manifest.root, "spec", name))]);
  const written = { apiVersion: "", kind: manifest.gvk.kind, metadata: { name: "" }, spec: Object.fromEntries(fields) };
  const title = `${live?.title ?? manifest.gvk.kind} ${identity.name ?? ""}`;
  return { identity, title, remote: live?.remoteOf?.(written) };
}
