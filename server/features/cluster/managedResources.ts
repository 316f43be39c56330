import type { LiveKind, ManagedResource } from "../../core/cluster/liveKind.ts";
import { keyText, type LiveObject } from "../../core/cluster/liveObject.ts";

const resourcesByObject = new WeakMap<LiveObject, ReadonlyMap<string, ManagedResource>>();

/** What a live object says that it manages, by `keyText`, read once for each state of the object. */
export function managedResources(object: LiveObject, live: LiveKind): ReadonlyMap<string, ManagedResource> {
  const known = resourcesByObject.get(object) ?? new Map(live.resourcesOf(object).map((each) => [keyText(each), each]));
  resourcesByObject.set(object, known);
  return known;
}
