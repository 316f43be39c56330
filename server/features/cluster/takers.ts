import { keyText } from "../../core/cluster/liveObject.ts";
import type { LiveSource } from "../../core/cluster/provenance.ts";
import { plainPath, sourceDirectories } from "../../core/cluster/sourceDirectories.ts";
import { buildersOf } from "../../core/graph/builders.ts";
import { perStructure } from "../../core/graph/perRevision.ts";
import type { RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { liveKindOf } from "../../core/kinds/liveKinds.ts";
import { directoryOf, isWithin, joinUri, relativePath } from "../../core/text/uri.ts";
import type { KnownObject } from "../cluster.ts";
import type { Environment } from "../environment.ts";
import type { FoundObject } from "./namesakes.ts";
import { repositoryOf } from "./whichManifest.ts";

/** More objects than this that take one file are left out: the rest would not make the answer more useful. */
const maximumTakers = 64;

/**
 * The live objects that take a file from the repository of the workspace, whether it declares them or not: those that an
 * ApplicationSet generates have no manifest. Only where the workspace is certainly that repository.
 */
export function takersOf(environment: Environment, uri: string): readonly FoundObject[] {
  if (environment.cluster.connections.length === 0) return [];
  return takersAt(environment, placesOf(uri, environment.index), uri);
}

/** The live objects that take exactly this directory; see {@link takersOf}. */
export function takersOfDirectory(environment: Environment, directory: string): readonly FoundObject[] {
  return takersAt(environment, placesIn([directory], environment.index), joinUri(directory, "kustomization.yaml"));
}

function takersAt(environment: Environment, places: readonly Place[], uri: string): readonly FoundObject[] {
  const { cluster } = environment;
  const found = new Map<string, FoundObject>();
  for (const { directory, path } of places) {
    for (const known of cluster.takersOf(path)) {
      if (found.size >= maximumTakers) break;
      const live = liveKindOf(known.key);
      const connection = cluster.connections.find(({ context }) => context === known.context);
      if (!live || !connection || !isTakenBy(environment, known, directory, uri)) continue;
      found.set(`${known.context} ${keyText(known.key)}`, { ...known, live, connection });
    }
  }
  return [...found.values()];
}

/** A directory of a work tree that may be applied, with its path from the root. */
interface Place {
  readonly directory: string;
  readonly path: string;
}

/** The directories with which a file is applied, as sources name them. */
function placesOf(uri: string, index: RepositoryIndex): readonly Place[] {
  const memory = placesByFile(index);
  const known = memory.get(uri) ?? findPlaces(uri, index);
  memory.set(uri, known);
  return known;
}

const placesByFile = perStructure(() => new Map<string, readonly Place[]>());

function findPlaces(uri: string, index: RepositoryIndex): readonly Place[] {
  return placesIn([...buildersOf(uri, index)], index);
}

function placesIn(directories: readonly string[], index: RepositoryIndex): readonly Place[] {
  return index.origins.flatMap(({ root }) =>
    directories
      .filter((directory) => isWithin(directory, root))
      .map((directory) => ({ directory, path: plainPath(relativePath(root, directory)) })),
  );
}

function isTakenBy(
  environment: Environment,
  { context, provenance }: KnownObject,
  directory: string,
  uri: string,
): boolean {
  return (provenance?.sources ?? []).some((source) => {
    const address = repositoryOf(environment, context, source)?.address;
    const places = sourceDirectories(source.path ?? "", address, environment.index);
    const isHere = places.some((each) => each.origin !== undefined && each.directory === directory);
    return isHere && reaches(source, directory, uri, environment.index);
  });
}

/** Whether a source takes a file that is among what its directory may yield: without a kustomization file not all go deep. */
function reaches({ isFlat }: LiveSource, directory: string, uri: string, index: RepositoryIndex): boolean {
  return isFlat !== true || directoryOf(uri) === directory || index.kustomizeRoots().has(directory);
}
