import type { ManagedResource } from "../../core/cluster/liveKind.ts";
import { keyText, type LiveObject } from "../../core/cluster/liveObject.ts";
import { deployersOf, hasNoNamespace, identityIn, type WrittenIdentity } from "../../core/cluster/matching.ts";
import { placementsOf } from "../../core/graph/namespaces.ts";
import type { RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import type { Environment } from "../environment.ts";
import { type FoundObject, liveObjectsOf } from "./liveObjects.ts";

/** The live objects whose controllers deliver a file: Applications and the like that this workspace declares. */
export function deliverersOf(environment: Environment, uri: string): readonly FoundObject[] {
  if (environment.cluster.connections.length === 0) return [];
  return deployersOf(uri, environment.index).flatMap(({ manifest }) =>
    liveObjectsOf(environment, identityIn(manifest)),
  );
}

const resourcesByObject = new WeakMap<LiveObject, ReadonlyMap<string, ManagedResource>>();

/** What a deliverer says about the object of a manifest; undefined when it does not know the object. */
export function deliveredResource(
  { live, object }: FoundObject,
  { uri, gvk, name, namespace }: WrittenIdentity,
  index: RepositoryIndex,
): ManagedResource | undefined {
  if (!object || name === undefined) return undefined;
  const resources = resourcesByObject.get(object) ?? byKey(live.resourcesOf(object));
  resourcesByObject.set(object, resources);
  if (resources.size === 0) return undefined;
  const isGlobal = hasNoNamespace(gvk);
  return placementsOf(uri, { name, namespace }, index)
    .map((place) => keyText({ ...gvk, name: place.name, namespace: isGlobal ? "" : place.namespace }))
    .map((text) => resources.get(text))
    .find((each) => each !== undefined);
}

function byKey(resources: readonly ManagedResource[]): ReadonlyMap<string, ManagedResource> {
  return new Map(resources.map((each) => [keyText(each), each]));
}
