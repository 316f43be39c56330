import { deployersOf } from "../../core/cluster/deployers.ts";
import type { ManagedResource } from "../../core/cluster/liveKind.ts";
import { keyText } from "../../core/cluster/liveObject.ts";
import { hasNoNamespace, type WrittenIdentity } from "../../core/cluster/matching.ts";
import { type OtherRevision, otherRevision } from "../../core/cluster/otherRevision.ts";
import { sourceDirectories } from "../../core/cluster/sourceDirectories.ts";
import { buildersOf } from "../../core/graph/builders.ts";
import { placementsOf } from "../../core/graph/namespaces.ts";
import type { RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import type { Environment } from "../environment.ts";
import { liveObjectsOf } from "./liveObjects.ts";
import { managedResources } from "./managedResources.ts";
import type { FoundObject } from "./namesakes.ts";
import { takersOf } from "./takers.ts";
import { isSame, repositoryOf } from "./whichManifest.ts";

/** The live objects whose controllers deliver a file: those that this workspace declares, and those that are generated. */
export function deliverersOf(environment: Environment, uri: string): readonly FoundObject[] {
  if (environment.cluster.connections.length === 0) return [];
  const declared = deployersOf(uri, environment.index).flatMap(({ identity }) => liveObjectsOf(environment, identity));
  const known = new Set(declared.map(nameOf));
  return [...declared, ...takersOf(environment, uri).filter((each) => !known.has(nameOf(each)))];
}

function nameOf({ context, key }: FoundObject): string {
  return `${context} ${keyText(key)}`;
}

/** A live object that delivers a file, and the revision that it delivers of it when that is not what is checked out. */
export interface Delivery {
  readonly deliverer: FoundObject;
  readonly other: OtherRevision | undefined;
}

/** Who delivers a file, with the revision. */
export function deliveriesOf(environment: Environment, uri: string): readonly Delivery[] {
  return deliverersOf(environment, uri).map((deliverer) => {
    const builders = buildersOf(uri, environment.index);
    const [other] = otherRevisionsOf(environment, deliverer, (directory) => builders.has(directory));
    return { deliverer, other };
  });
}

/** The revisions other than the one on screen from which a live object takes directories of the workspace. */
export function otherRevisionsOf(
  environment: Environment,
  { context, provenance }: FoundObject,
  isMeant: (directory: string) => boolean = () => true,
): readonly OtherRevision[] {
  return (provenance?.sources ?? []).flatMap((source) => {
    const repository = repositoryOf(environment, context, source);
    if (!repository?.wanted) return [];
    const { wanted } = repository;
    return sourceDirectories(source.path ?? "", repository.address, environment.index).flatMap(
      ({ directory, origin }) =>
        origin && isMeant(directory) ? (otherRevision(wanted, source.found ?? repository.found, origin) ?? []) : [],
    );
  });
}

/**
 * The other revision that an object of a file comes from: as its owner takes it, and where nobody knows the owner, as all
 * that deliver the file do.
 */
export function revisionBehind(found: FoundObject, deliveries: readonly Delivery[]): OtherRevision | undefined {
  const owner = found.provenance?.owner;
  const own = deliveries.filter(({ deliverer }) => owner && isSame(deliverer.key, owner));
  const counted = own.length > 0 ? own : deliveries;
  const [first, ...rest] = counted.map(({ other }) => other);
  return rest.every((each) => each?.from === first?.from) ? first : undefined;
}

/** What a deliverer says about the object of a manifest; undefined when it does not know the object. */
export function deliveredResource(
  { live, object }: FoundObject,
  { uri, gvk, name, namespace }: WrittenIdentity,
  index: RepositoryIndex,
): ManagedResource | undefined {
  if (!object || name === undefined) return undefined;
  const resources = managedResources(object, live);
  if (resources.size === 0) return undefined;
  const isGlobal = hasNoNamespace(gvk);
  return placementsOf(uri, { name, namespace }, index)
    .map((place) => keyText({ ...gvk, name: place.name, namespace: isGlobal ? "" : place.namespace }))
    .map((text) => resources.get(text))
    .find((each) => each !== undefined);
}
