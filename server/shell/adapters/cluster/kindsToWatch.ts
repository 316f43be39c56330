import { discoveredGroups, liveKindOf, liveKinds } from "../../../core/kinds/liveKinds.ts";
import type { Served, ServedKind } from "./discovery.ts";

/** The kinds that can be watched: each live kind in the first of its versions that is served. */
export async function servedLiveKinds(served: Served): Promise<readonly ServedKind[]> {
  const groups = [...new Set([...liveKinds.map(({ group }) => group), ...discoveredGroups])];
  const found = await Promise.all(groups.map((group) => liveKindsOfGroup(group, served)));
  return found.flat();
}

async function liveKindsOfGroup(group: string, served: Served): Promise<readonly ServedKind[]> {
  const byKind = new Map<string, ServedKind[]>();
  for (const version of served.versions(group)) {
    for (const each of await served.kinds(group, version)) {
      if (!each.verbs.includes("list") || !each.verbs.includes("watch")) continue;
      byKind.set(each.kind, [...(byKind.get(each.kind) ?? []), each]);
    }
  }
  return [...byKind].flatMap(([kind, candidates]) => {
    const versions = liveKindOf({ group, kind })?.versions ?? [];
    const wanted = versions.find((version) => candidates.some((each) => each.version === version));
    return candidates.find(({ version }) => version === wanted) ?? [];
  });
}
