import type { ClusterKindState } from "../../../protocol/clusterKindState.ts";
import type { WatchPlace } from "./placesToWatch.ts";
import type { WatchProgress } from "./watchKind.ts";

/** A place where a kind is watched, and how that is going. */
export interface WatchedPlace {
  readonly place: WatchPlace;
  readonly progress: WatchProgress;
}

/** How each kind is doing in all the places where it is watched, in the order of the first ones. */
export function kindStates(
  watched: Iterable<WatchedPlace>,
  count: (kind: { readonly group: string; readonly kind: string }) => number,
): readonly ClusterKindState[] {
  const byKind = Map.groupBy(watched, ({ place }) => `${place.served.group}/${place.served.kind}`);
  return [...byKind.values()].flatMap((places) => {
    const [first] = places;
    if (!first) return [];
    const { group, kind } = first.place.served;
    return [{ group, kind, ...stateOf(places), count: count({ group, kind }), ...namespacesOf(places) }];
  });
}

/** While a kind is watched somewhere it is `watching`; what is wrong elsewhere is said in the problem. */
function stateOf(places: readonly WatchedPlace[]): Pick<ClusterKindState, "state" | "problem"> {
  const states = places.map(({ progress }) => progress.state);
  const state = ranked.find((each) => states.includes(each)) ?? "failed";
  const problems = [problemOf(places), places[0]?.place.note].filter((text) => text !== undefined);
  return { state, ...(problems.length > 0 && { problem: problems.join(" ") }) };
}

const ranked = ["loading", "watching", "interrupted", "forbidden", "failed"] as const;

function problemOf(places: readonly WatchedPlace[]): string | undefined {
  const [first, ...others] = places.filter(({ progress }) => progress.problem !== undefined);
  if (!first || places.length === 1) return first?.progress.problem;
  const further = others.length === 0 ? "" : ` (and in ${others.length} more)`;
  return `In the namespace \`${first.place.namespace}\`${further}: ${first.progress.problem}`;
}

function namespacesOf(
  places: readonly WatchedPlace[],
): Pick<ClusterKindState, "namespace" | "namespaces" | "incomplete"> {
  const [first] = places;
  if (!first?.place.served.isNamespaced || first.place.namespace === undefined) return {};
  if (places.length === 1) return { namespace: first.place.namespace };
  const named = (some: readonly WatchedPlace[]): readonly string[] =>
    some.flatMap(({ place }) => place.namespace ?? []).sort();
  const incomplete = named(places.filter(({ progress }) => progress.state !== "watching"));
  return { namespaces: named(places), ...(incomplete.length > 0 && { incomplete }) };
}
