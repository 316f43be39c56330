import { deployersAt } from "../../core/cluster/deployers.ts";
import { keyText } from "../../core/cluster/liveObject.ts";
import type { ClusterObjectId } from "../../protocol/cluster.ts";
import type { Environment } from "../environment.ts";
import { idOf } from "./clusterItem.ts";
import { liveObjectsOf } from "./liveObjects.ts";
import type { FoundObject } from "./namesakes.ts";
import { takersOfDirectory } from "./takers.ts";

/**
 * The live object of a context that deploys a directory into its own cluster, and nothing else, so that what it has and the
 * directory has not is pruned: the only one that the workspace declares, else the only one of the cluster that takes it from
 * the repository of the workspace. Undefined when there is none, or more than one.
 */
export function deployerOf(environment: Environment, directory: string, context: string): ClusterObjectId | undefined {
  const isMeant = (found: FoundObject): boolean => found.context === context && deploysOneDirectoryHere(found);
  const declared = deployersAt(directory, environment.index)
    .flatMap(({ identity }) => liveObjectsOf(environment, identity))
    .filter(isMeant);
  const found = declared.length > 0 ? declared : takersOfDirectory(environment, directory).filter(isMeant);
  const different = new Map(found.map((each) => [keyText(each.key), each]));
  const [only] = different.values();
  return only && different.size === 1 ? idOf(only) : undefined;
}

/** Objects that make other deployers name no directory themselves, and those that only fetch name no path. */
function deploysOneDirectoryHere({ provenance }: FoundObject): boolean {
  const { sources = [], remote } = provenance ?? {};
  return remote === undefined && sources.length === 1 && sources[0]?.path !== undefined;
}
