import { keyText } from "../../../core/cluster/liveObject.ts";
import { plainPath } from "../../../core/cluster/sourceDirectories.ts";
import type { Summary } from "./messages.ts";

/** Which objects take files from a directory, kept as objects come and go: no file has to look at all objects. */
export interface Takers {
  /** Notes what an object takes now; returns whether that is something else, or from elsewhere, than before. */
  replace(before: Summary | undefined, after: Summary | undefined): boolean;
  /** The keys of the objects that take a directory of any repository, by its plain path. */
  of(path: string): Iterable<string>;
}

/** Creates the empty index. */
export function createTakers(): Takers {
  const takers = new Map<string, Set<string>>();
  return {
    of: (path) => takers.get(path) ?? [],
    replace(before, after) {
      const from = pathsOf(before);
      const to = pathsOf(after);
      const key = keyText((after ?? before)?.item ?? nobody);
      const gone = from.filter((path) => !to.includes(path));
      const added = to.filter((path) => !from.includes(path));
      for (const path of gone) remove(takers, path, key);
      for (const path of added) takers.set(path, (takers.get(path) ?? new Set<string>()).add(key));
      return gone.length + added.length > 0 || addressesOf(before) !== addressesOf(after);
    },
  };
}

const nobody = { group: "", kind: "", namespace: "", name: "" };
const none: readonly string[] = [];

function pathsOf(summary: Summary | undefined): readonly string[] {
  const sources = summary?.provenance?.sources;
  return sources ? sources.flatMap(({ path }) => (path === undefined ? [] : [plainPath(path)])) : none;
}

/** The repositories that are named: which work tree a path counts from depends on it. */
function addressesOf(summary: Summary | undefined): string {
  return JSON.stringify(summary?.provenance?.sources?.map(({ address, object }) => [address, object]) ?? []);
}

function remove(takers: Map<string, Set<string>>, path: string, key: string): void {
  const keys = takers.get(path);
  keys?.delete(key);
  if (keys?.size === 0) takers.delete(path);
}
