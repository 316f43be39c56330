import { itemsAt, type Json, jsonAt, type ObjectKey, textAt } from "../../../core/cluster/liveObject.ts";
import type { ApiAnswer, ApiRequest, Refused, Unreachable } from "./apiClient.ts";

/** A kind that the API server serves in a version. */
export interface ServedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Name in paths: `applications`. */
  readonly plural: string;
  readonly isNamespaced: boolean;
  readonly verbs: readonly string[];
}

/** What the API server serves. */
export interface Served {
  groups(): readonly string[];
  /** The versions of a group, the preferred one first. */
  versions(group: string): readonly string[];
  /** The kinds of one version of a group. */
  kinds(group: string, version: string): Promise<readonly ServedKind[]>;
}

/** A way to ask the API server. */
export type Ask = (call: ApiRequest) => Promise<ApiAnswer>;

const aggregated =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList," +
  "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

/**
 * Asks what the API server serves: with one request where it offers aggregated discovery (Kubernetes 1.26 and later),
 * otherwise version by version as each is needed.
 */
export async function discover(
  ask: Ask,
): Promise<{ readonly kind: "served"; readonly served: Served } | Refused | Unreachable> {
  const groups = await ask({ method: "GET", path: "/apis", accept: aggregated });
  if (groups.kind !== "ok") return groups;
  const isAggregated = textAt(groups.body, "kind") === "APIGroupDiscoveryList";
  const versions = new Map<string, readonly string[]>([["", ["v1"]]]);
  const known = new Map<string, Promise<readonly ServedKind[]>>();
  const items = itemsAt(groups.body, isAggregated ? "items" : "groups");
  for (const item of items) {
    const group = textAt(item, ...(isAggregated ? ["metadata", "name"] : ["name"])) ?? "";
    const listed = itemsAt(item, "versions");
    const preferred = textAt(item, "preferredVersion", "version");
    const names = listed.flatMap((each) => textAt(each, "version") ?? []);
    versions.set(group, [...names.filter((name) => name === preferred), ...names.filter((name) => name !== preferred)]);
    if (!isAggregated) continue;
    for (const each of listed) {
      // An aggregated API that does not answer now is listed as stale, and then without its kinds.
      if (textAt(each, "freshness") === "Stale" && itemsAt(each, "resources").length === 0) continue;
      const version = textAt(each, "version") ?? "";
      known.set(`${group}/${version}`, Promise.resolve(aggregatedKinds(each, group, version)));
    }
  }
  const kinds = (group: string, version: string): Promise<readonly ServedKind[]> => {
    const key = `${group}/${version}`;
    const found = known.get(key) ?? readVersion(ask, group, version);
    known.set(key, found);
    return found;
  };
  return {
    kind: "served",
    served: { groups: () => [...versions.keys()], versions: (group) => versions.get(group) ?? [], kinds },
  };
}

function aggregatedKinds(item: Json, group: string, version: string): readonly ServedKind[] {
  return itemsAt(item, "resources").flatMap((resource) => {
    const plural = textAt(resource, "resource");
    const kind = textAt(resource, "responseKind", "kind");
    if (plural === undefined || kind === undefined || kind === "") return [];
    return [
      {
        group,
        version,
        kind,
        plural,
        isNamespaced: textAt(resource, "scope") === "Namespaced",
        verbs: words(resource),
      },
    ];
  });
}

/** Empty when the version cannot be read: the others are not hidden by it. */
async function readVersion(ask: Ask, group: string, version: string): Promise<readonly ServedKind[]> {
  const answer = await ask({ method: "GET", path: rootOf(group, version) });
  if (answer.kind !== "ok") return [];
  return itemsAt(answer.body, "resources").flatMap((resource) => {
    const plural = textAt(resource, "name");
    const kind = textAt(resource, "kind");
    // Names with a slash are subresources.
    if (plural === undefined || kind === undefined || plural.includes("/")) return [];
    return [
      { group, version, kind, plural, isNamespaced: jsonAt(resource, "namespaced") === true, verbs: words(resource) },
    ];
  });
}

function words(resource: Json): readonly string[] {
  return itemsAt(resource, "verbs").filter((verb) => typeof verb === "string");
}

/** `/api/v1` or `/apis/apps/v1`. */
function rootOf(group: string, version: string): string {
  return group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** Path of all objects of a kind, or of those in a namespace. */
export function listPath({ group, version, plural, isNamespaced }: ServedKind, namespace?: string): string {
  const within = isNamespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${rootOf(group, version)}${within}/${plural}`;
}

/** Path of one object. */
export function objectPath(kind: ServedKind, { namespace, name }: Pick<ObjectKey, "namespace" | "name">): string {
  return `${listPath(kind, namespace)}/${encodeURIComponent(name)}`;
}
