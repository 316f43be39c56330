import { directoryOf } from "../text/uri.ts";
import { directoriesUsing } from "./namespaces.ts";
import { perStructure } from "./perRevision.ts";
import type { RepositoryIndex } from "./repositoryIndex.ts";

const none: ReadonlySet<string> = new Set();

/**
 * The directories that a controller may be told to apply so that a file is among what it applies: those of the
 * kustomization files that lead to it, and those above that take everything below because no such file chooses.
 */
export function buildersOf(uri: string, index: RepositoryIndex): ReadonlySet<string> {
  const memory = buildersByFile(index);
  const known = memory.get(uri) ?? findBuilders(uri, index);
  memory.set(uri, known);
  return known;
}

const buildersByFile = perStructure(() => new Map<string, ReadonlySet<string>>());

function findBuilders(uri: string, index: RepositoryIndex): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [uri];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const users = directoriesUsing(at, index).filter((each) => !found.has(each));
    for (const each of users) found.add(each);
    waiting.push(...users);
    if (directoriesUsing(at, index).length === 0) collect(directoryOf(at), found, index);
  }
  return found.size > 0 ? found : none;
}

/** Directories without a kustomization file are taken as they are, until one above has such a file. */
function collect(from: string, found: Set<string>, index: RepositoryIndex): void {
  for (let at = from; !index.kustomizeRoots().has(at); at = directoryOf(at)) {
    found.add(at);
    if (directoryOf(at) === at) return;
  }
}
