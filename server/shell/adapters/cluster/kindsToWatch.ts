import { discoveredGroups, liveKindOf, liveKinds } from "../../../core/kinds/liveKinds.ts";
import { listPath, type Served, type ServedKind } from "./discovery.ts";
import type { Session } from "./session.ts";

/** A live kind that the cluster serves, and where the user may watch it. */
export interface WatchableKind {
  readonly served: ServedKind;
  /** The namespace it is watched in; undefined for all of them. */
  readonly namespace?: string;
  /** Path of the list to watch. */
  readonly path: string;
  /** Why it cannot be watched. */
  readonly forbidden?: string;
}

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

/** Where the user may watch a kind: everywhere, else in one namespace, else nowhere. */
export async function placeToWatch(
  served: ServedKind,
  session: Pick<Session, "may">,
  { only, fallback }: { readonly only: string | undefined; readonly fallback: string },
): Promise<WatchableKind> {
  const canWatch = async (namespace: string): Promise<string | undefined> => {
    const right = { group: served.group, resource: served.plural, namespace };
    const verdicts = await Promise.all(["list", "watch"].map((verb) => session.may({ verb, ...right })));
    const denied = verdicts.find(({ kind }) => kind === "denied");
    return denied?.kind === "denied" ? (denied.reason ?? "") : undefined;
  };
  if (!served.isNamespaced || only === undefined) {
    const denied = await canWatch("");
    if (denied === undefined) return { served, path: listPath(served) };
    if (!served.isNamespaced)
      return { served, path: listPath(served), forbidden: forbidden(served, undefined, denied) };
  }
  const namespace = only ?? fallback;
  const denied = await canWatch(namespace);
  const path = listPath(served, namespace);
  if (denied === undefined) return { served, namespace, path };
  return { served, namespace, path, forbidden: forbidden(served, namespace, denied) };
}

function forbidden({ plural, group }: ServedKind, namespace: string | undefined, reason: string): string {
  const where = namespace === undefined ? "in the cluster" : `in the namespace \`${namespace}\``;
  const detail = reason === "" ? "" : ` ${reason}`;
  return `You may not list and watch ${plural}.${group} ${where}.${detail} Ask for a role with the verbs list and watch.`;
}
