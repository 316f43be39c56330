import { type Deployer, deployersAt, deployersOf } from "../../core/cluster/deployers.ts";
import { liveKeysOf, type WrittenIdentity } from "../../core/cluster/matching.ts";
import type { RemoteCluster } from "../../core/cluster/provenance.ts";
import type { ClusterConnection } from "../../protocol/cluster.ts";
import type { Environment } from "../environment.ts";
import { type FoundObject, meantObjectsOf } from "./namesakes.ts";
import { takersOf, takersOfDirectory } from "./takers.ts";
import { isSame } from "./whichManifest.ts";

/** A delivery of a file to a cluster other than that of whoever delivers it. */
export interface RemoteDelivery {
  /** `Application shop`. */
  readonly deliverer: string;
  readonly cluster: RemoteCluster;
}

/**
 * Whether a live object can be that of a manifest, as far as it depends on the cluster: what is delivered to another
 * cluster is not the object of the same name in the cluster of its Application.
 */
export function isPlaced(environment: Environment, { uri }: WrittenIdentity, found: FoundObject): boolean {
  const deployers = deployersOf(uri, environment.index);
  const takers = takersOf(environment, uri);
  if (deployers.length + takers.length === 0) return true;
  const isReached = (remote: RemoteCluster | undefined): boolean =>
    remote === undefined || isReachedBy(found.connection, found.context, remote);
  const owner = found.provenance?.owner;
  return (
    takers.some(({ key, provenance }) => isReached(provenance?.remote) || (owner && isSame(key, owner))) ||
    deployers.some((each) => remotesOf(environment, each).some(isReached) || isOwnedBy(environment, found, each))
  );
}

/** An object that names its deliverer is from there, whatever address the cluster has for Argo CD or Flux. */
function isOwnedBy({ index }: Environment, { provenance }: FoundObject, { identity }: Deployer): boolean {
  const owner = provenance?.owner;
  return owner !== undefined && liveKeysOf(identity, index).some((key) => isSame(key, owner));
}

/** Where a file goes when no delivery of it goes to the cluster that its deliverer is in; none otherwise. */
export function remoteDeliveriesOf(environment: Environment, uri: string): readonly RemoteDelivery[] {
  return remoteDeliveries(environment, deployersOf(uri, environment.index), takersOf(environment, uri));
}

function remoteDeliveries(
  environment: Environment,
  deployers: readonly Deployer[],
  takers: readonly FoundObject[],
): readonly RemoteDelivery[] {
  const declared = deployers.flatMap((each) =>
    remotesOf(environment, each).map((cluster) => cluster && { deliverer: each.title, cluster }),
  );
  const taken = takers.map(({ live, key, provenance }) => {
    const cluster = provenance?.remote;
    return cluster && { deliverer: `${live.title} ${key.name}`, cluster };
  });
  const found = [...declared, ...taken];
  const remotes = found.filter((each) => each !== undefined);
  return remotes.length === found.length ? remotes : [];
}

/** That a directory is compared with a cluster to which nobody delivers it; undefined when somebody may. */
export function elsewhereNote(environment: Environment, directory: string, context: string): string | undefined {
  const deployers = deployersAt(directory, environment.index);
  const deliveries = remoteDeliveries(environment, deployers, takersOfDirectory(environment, directory));
  const connection = environment.cluster.connections.find((each) => each.context === context);
  const isHere = deliveries.some(({ cluster }) => isReachedBy(connection ?? {}, context, cluster));
  const [first] = deliveries;
  if (!first || isHere) return undefined;
  return `${first.deliverer} delivers this directory to ${clusterWords(first.cluster)}, not to \`${context}\`: what is not there is no news.`;
}

/** The connections to the clusters that a file is delivered to; undefined when it goes to that of its deliverer. */
export function destinationsOf(environment: Environment, uri: string): readonly ClusterConnection[] | undefined {
  const deliveries = remoteDeliveriesOf(environment, uri);
  if (deliveries.length === 0) return undefined;
  return environment.cluster.connections.filter((each) =>
    deliveries.some(({ cluster }) => isReachedBy(each, each.context, cluster)),
  );
}

/** The contexts of the kubeconfig that lead to a cluster and are not connected. */
export function contextsFor({ cluster }: Environment, remote: RemoteCluster): readonly string[] {
  const connected = new Set(cluster.connections.map(({ context }) => context));
  return cluster.contexts
    .filter((each) => !connected.has(each.name) && isReachedBy(each, each.name, remote))
    .map(({ name }) => name);
}

/** A cluster in words: `prod-eu (https://10.0.0.1:6443)`. */
export function clusterWords({ name, server, credentials }: RemoteCluster): string {
  if (name !== undefined) return server === undefined ? `the cluster ${name}` : `the cluster ${name} (${server})`;
  if (server !== undefined) return `the cluster ${server}`;
  return credentials === undefined ? "another cluster" : `the cluster of the ${credentials}`;
}

/** Where a deployer delivers to: as its live objects say, or as it is written while there is none. */
function remotesOf(environment: Environment, { identity, remote }: Deployer): readonly (RemoteCluster | undefined)[] {
  const lives = meantObjectsOf(environment, identity);
  return lives.length > 0 ? lives.map(({ provenance }) => provenance?.remote) : [remote];
}

/** Argo CD names a cluster after the context that it was added from, unless it was told another name. */
function isReachedBy(to: { readonly server?: string }, name: string, remote: RemoteCluster): boolean {
  if (remote.server !== undefined)
    return to.server !== undefined && plainAddress(to.server) === plainAddress(remote.server);
  return remote.name !== undefined && remote.name === name;
}

/** An address without what does not tell API servers apart: the case of the host, the usual port, a slash at the end. */
function plainAddress(address: string): string {
  return address
    .replace(/\/+$/, "")
    .replace(/^(https?:\/\/[^/]+)/i, (host) => host.toLowerCase())
    .replace(/^(https:\/\/[^/:]+):443(?=\/|$)/, "$1");
}
