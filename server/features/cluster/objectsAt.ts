import { identityIn, liveKeysOf } from "../../core/cluster/matching.ts";
import type { ManifestEntry } from "../../core/graph/repositoryIndex.ts";
import { liveKindOf } from "../../core/kinds/liveKinds.ts";
import { descriptorOf } from "../../core/kinds/registry.ts";
import { displayPath } from "../../core/text/uri.ts";
import type { ClusterObjectsAtParams, ManifestInCluster } from "../../protocol/cluster.ts";
import { toFilePosition } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { manifestAt } from "../manifestPlace.ts";
import { itemOf } from "./clusterItem.ts";
import { deliveredResource, deliveriesOf } from "./deliveries.ts";
import { deliveryWords } from "./deliveryWords.ts";
import { clusterWords, contextsFor, destinationsOf, remoteDeliveriesOf } from "./destinations.ts";
import { liveObjectsOf } from "./liveObjects.ts";
import { namesakesOf } from "./namesakes.ts";
import { manifestsOf } from "./whichManifest.ts";

/** The live objects that the manifest at a place declares, or those of all manifests of a file. */
export function provideObjectsAt(
  environment: Environment,
  { uri, position }: ClusterObjectsAtParams,
): readonly ManifestInCluster[] {
  const { index } = environment;
  const here = position ? manifestAt(index, { uri, position })?.declared : undefined;
  const manifests = position ? (here ? [here] : []) : index.manifests(uri);
  return manifests.flatMap((each) => (isFile(each) ? [] : [inCluster(environment, each)]));
}

function isFile({ manifest }: ManifestEntry): boolean {
  return descriptorOf(manifest.gvk)?.scope === "File";
}

function inCluster(environment: Environment, declared: ManifestEntry): ManifestInCluster {
  const { manifest, offset } = declared;
  const file = environment.index.file(manifest.uri);
  const start = offset + (manifest.root.start ?? 0);
  const items = liveObjectsOf(environment, identityIn(manifest)).map(itemOf);
  const note = items.length > 0 ? undefined : noteOf(environment, declared);
  return {
    title: liveKindOf(manifest.gvk)?.title ?? descriptorOf(manifest.gvk)?.title ?? manifest.gvk.kind,
    name: manifest.name?.value ?? "",
    line: file ? toFilePosition(file, start).line : 0,
    items,
    ...(note !== undefined && { note }),
  };
}

/** Why there is no live object. */
function noteOf(environment: Environment, { manifest }: ManifestEntry): string {
  const { cluster, index } = environment;
  if (cluster.connections.length === 0) return "No cluster is connected.";
  if (!liveKindOf(manifest.gvk)) return unwatchedNote(environment, manifest);
  const keys = liveKeysOf(identityIn(manifest), index);
  if (keys.length === 0)
    return "It is a patch, or a template fills its name in: there is no object of exactly this name.";
  const there = destinationsOf(environment, manifest.uri);
  if (there?.length === 0) return remoteNote(environment, manifest.uri) ?? "";
  const [other] = namesakesOf(environment, identityIn(manifest))
    .flatMap((each) => manifestsOf(environment, each))
    .filter(({ uri }) => uri !== manifest.uri);
  if (other) return `The live object of this name is rather that of ${displayPath(other.uri, index.folders)}.`;
  const connections = there ?? cluster.connections;
  const loading = connections.filter(({ context }) => keys.some((key) => !cluster.isComplete(context, key)));
  const contexts = connections.map(({ context }) => context).join(", ");
  if (loading.length === 0) return `There is no such object in ${contexts}.`;
  return `Objects of this kind are not loaded (yet) from ${loading.map(({ context }) => context).join(", ")}.`;
}

/** Where the objects of a file are instead, when nobody delivers them to the cluster of their deliverer. */
function remoteNote(environment: Environment, uri: string): string | undefined {
  const deliveries = remoteDeliveriesOf(environment, uri);
  if (deliveries.length === 0) return undefined;
  const notes = deliveries.map(({ deliverer, cluster }) => {
    const contexts = contextsFor(environment, cluster).map((name) => `\`${name}\``);
    const way = contexts.length > 0 ? ` Connect ${contexts.join(" or ")} to see it.` : "";
    return `${deliverer} delivers it to ${clusterWords(cluster)}.${way}`;
  });
  const different = [...new Set(notes)];
  const more = different.length - shownNotes;
  return [...different.slice(0, shownNotes), ...(more > 0 ? [`So do ${more} more, to other clusters.`] : [])].join(" ");
}

/** Deliveries that are told one by one. */
const shownNotes = 3;

/** Kinds of other controllers are not watched; who delivers the object may know how it is doing. */
function unwatchedNote(environment: Environment, manifest: ManifestEntry["manifest"]): string {
  const said = deliveriesOf(environment, manifest.uri).flatMap(({ deliverer, other }) => {
    const resource = deliveredResource(deliverer, identityIn(manifest), environment.index);
    const words = resource?.words.join(", ") || "delivered";
    const unexpected = deliveryWords(deliverer.provenance?.remote, other);
    const how = unexpected === undefined ? "" : ` (${unexpected})`;
    return resource ? [`${deliverer.live.title} ${deliverer.key.name} in ${deliverer.context}: ${words}${how}.`] : [];
  });
  if (said.length > 0) return said.join(" ");
  const remote = remoteNote(environment, manifest.uri);
  return remote !== undefined ? remote : `Objects of the kind ${manifest.gvk.kind} are not watched.`;
}
