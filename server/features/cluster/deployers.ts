import type { ObjectKey } from "../../core/cluster/liveObject.ts";
import { identityIn } from "../../core/cluster/matching.ts";
import { deploymentsAt } from "../../core/graph/deployments.ts";
import { normalAddress } from "../../core/graph/repositoryAddress.ts";
import { isWithin } from "../../core/text/uri.ts";
import type { Environment } from "../environment.ts";
import { liveObjectsOf } from "./liveObjects.ts";

/** What is known of a directory of the workspace, by which the live object that deploys it is found. */
export interface DirectoryOrigin {
  /** Live objects whose manifests in the workspace deploy it. */
  readonly declared: readonly ObjectKey[];
  /** Path from the root of its repository; undefined when it is in none that was cloned. */
  readonly path?: string;
  /** Addresses of the repository, see `normalAddress`. */
  readonly addresses: readonly string[];
}

/** What is known of a directory, for the live objects of one context. */
export function directoryOrigin(environment: Environment, directory: string, context: string): DirectoryOrigin {
  const { index } = environment;
  const manifests = deploymentsAt(directory, index).flatMap(({ uri, ordinal }) => index.manifestAt(uri, ordinal) ?? []);
  const declared = manifests
    .flatMap(({ manifest }) => liveObjectsOf(environment, identityIn(manifest)))
    .filter((each) => each.context === context)
    .map(({ key }) => key);
  const trees = index.origins.filter(({ root }) => isWithin(directory, root));
  const [tree] = trees.toSorted((one, two) => two.root.length - one.root.length);
  if (!tree) return { declared, addresses: [] };
  return { declared, path: directory.slice(tree.root.length + 1), addresses: tree.remotes.map(normalAddress) };
}
