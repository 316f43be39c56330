import type { ObjectKey } from "../../../core/cluster/liveObject.ts";
import { liveKindOf } from "../../../core/kinds/liveKinds.ts";
import { objectPath, type Served, type ServedKind } from "./discovery.ts";

/** The served kind of an object: in a version that we know the fields of, else the one asked for, else the preferred one. */
export async function resolveKind(
  served: Served,
  { group, kind }: Pick<ObjectKey, "group" | "kind">,
  wanted?: string,
): Promise<ServedKind | undefined> {
  const versions = served.versions(group);
  const known = liveKindOf({ group, kind })?.versions ?? [];
  const order = [...(wanted === undefined ? [] : [wanted]), ...known, ...versions];
  for (const version of new Set(order.filter((each) => versions.includes(each)))) {
    const kinds = await served.kinds(group, version);
    const found = kinds.find((each) => each.kind === kind);
    if (found) return found;
  }
  return undefined;
}

/** Path of an object in the API; undefined when its kind is not served. */
export async function resolvePath(served: Served, key: ObjectKey): Promise<string | undefined> {
  const kind = await resolveKind(served, key);
  return kind && objectPath(kind, key);
}
