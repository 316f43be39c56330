import { directoryOf, isWithin } from "../text/uri.ts";

/** Something that stands in a file. */
interface Placed {
  readonly uri: string;
}

/** Up to so many are sorted for each question: that is cheaper than to note in which directories they lie. */
const few = 16;

/** Lists about which a question was asked; equal questions at one state of the repository get the very same list. */
const asked = new WeakSet<readonly Placed[]>();

/**
 * What stands near a file, in groups that share ever fewer directories with it; what stands in the file itself comes
 * first. Lists that are asked about again, as with a name that every tenant declares, are not gone through as a whole.
 */
export function* byNearness<Item extends Placed>(items: readonly Item[], uri: string): Iterable<readonly Item[]> {
  const isFirstQuestion = !asked.has(items);
  if (isFirstQuestion && items.length > few) asked.add(items);
  yield* isFirstQuestion ? sorted(items, uri) : climbed(items, uri);
}

/** How many leading path segments two URIs share; a file shares most with itself. */
export function sharedLength(a: string, b: string): number {
  if (a === b) return Number.POSITIVE_INFINITY;
  let shared = 0;
  for (let at = 0; at < a.length && a[at] === b[at]; at++) if (a[at] === "/") shared++;
  return shared;
}

function* sorted<Item extends Placed>(items: readonly Item[], uri: string): Iterable<readonly Item[]> {
  if (items.length < 2) {
    if (items.length > 0) yield items;
    return;
  }
  const groups = Map.groupBy(items, (item) => sharedLength(uri, item.uri));
  for (const shared of [...groups.keys()].sort((a, b) => b - a)) yield groups.get(shared) ?? [];
}

function* climbed<Item extends Placed>(items: readonly Item[], uri: string): Iterable<readonly Item[]> {
  const placesOf = placesIn(items);
  let below = "";
  for (let at = uri; at !== below; at = directoryOf(at)) {
    const within = (placesOf.get(at) ?? []).flatMap((place) => items[place] ?? []);
    const group = below === "" ? within : within.filter((item) => !isWithin(item.uri, below));
    if (group.length > 0) yield group;
    below = at;
  }
}

const known = new WeakMap<readonly Placed[], ReadonlyMap<string, readonly number[]>>();

/** By file and directory: the places in a list of what lies there or below. */
function placesIn(items: readonly Placed[]): ReadonlyMap<string, readonly number[]> {
  const before = known.get(items);
  if (before) return before;
  const found = new Map<string, number[]>();
  for (const [place, { uri }] of items.entries()) {
    let below = "";
    for (let at = uri; at !== below; at = directoryOf(at)) {
      const places = found.get(at);
      if (places) places.push(place);
      else found.set(at, [place]);
      below = at;
    }
  }
  known.set(items, found);
  return found;
}
