import { deployersOf } from "../../core/cluster/deployers.ts";
import { knownDeclarations, likeliestOf } from "../../core/cluster/likeness.ts";
import type { ObjectKey } from "../../core/cluster/liveObject.ts";
import { inNamespaces, liveKeysOf } from "../../core/cluster/matching.ts";
import type { LiveSource } from "../../core/cluster/provenance.ts";
import { sourceDirectories } from "../../core/cluster/sourceDirectories.ts";
import { buildersOf } from "../../core/graph/builders.ts";
import type { DeclaredObject, RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { liveKindOf } from "../../core/kinds/liveKinds.ts";
import type { KnownObject } from "../cluster.ts";
import type { Environment } from "../environment.ts";

/**
 * The manifests that a live object may come from. A repository of several clusters declares objects of equal names, one
 * for each cluster: who delivers the object tells which is meant, then how much each is like the object. Several are left
 * where neither tells.
 */
export function manifestsOf(environment: Environment, known: KnownObject): readonly DeclaredObject[] {
  const declared = knownDeclarations(known.key, environment.index);
  if (declared.length < 2) return declared;
  const delivered = deliveredOnes(environment, known, declared);
  return delivered.length < 2 || !known.object ? delivered : likeliestOf(delivered, known.object, environment.index);
}

function deliveredOnes(
  environment: Environment,
  known: KnownObject,
  declared: readonly DeclaredObject[],
): readonly DeclaredObject[] {
  const owner = known.provenance?.owner;
  if (!owner) return declared;
  const { index } = environment;
  const directories = directoriesOf(environment, ownerOf(environment, known, owner));
  const built = declared.filter(({ uri }) => directories.some((each) => buildersOf(uri, index).has(each)));
  if (built.length > 0) return built;
  const named = declared.filter(({ uri }) => isDeployedBy(owner, uri, index));
  return named.length > 0 ? named : declared;
}

/** The live object that delivers another one: in its own cluster, or in one that delivers to others. */
function ownerOf({ cluster }: Environment, { context, key }: KnownObject, owner: ObjectKey): KnownObject | undefined {
  const home = liveKindOf(owner)?.homeNamespace;
  const namespaces = [home, key.group === owner.group ? key.namespace : undefined].filter((each) => each !== undefined);
  const found = inNamespaces(owner, namespaces).flatMap((each) => cluster.find(each));
  return found.find((each) => each.context === context) ?? found.find(({ provenance }) => provenance?.remote);
}

function directoriesOf(environment: Environment, owner: KnownObject | undefined): readonly string[] {
  const sources = owner?.provenance?.sources ?? [];
  return sources.flatMap((source) => {
    const repository = repositoryOf(environment, owner?.context, source);
    const found = sourceDirectories(source.path ?? "", repository?.address, environment.index);
    return found.map(({ directory }) => directory);
  });
}

/** The source that knows the address of the repository: the one given, or that of the object which it names. */
export function repositoryOf(
  { cluster }: Environment,
  context: string | undefined,
  source: LiveSource,
): LiveSource | undefined {
  if (!source.object) return source;
  return cluster.find(source.object).find((each) => each.context === context)?.provenance?.sources?.[0];
}

/** Whether a manifest of the workspace that deploys a file may be the one of an owner. */
function isDeployedBy(owner: ObjectKey, uri: string, index: RepositoryIndex): boolean {
  return deployersOf(uri, index).some(({ identity }) => liveKeysOf(identity, index).some((key) => isSame(key, owner)));
}

/** Whether two keys may be of one object; an empty namespace is one that nobody decided. */
export function isSame(a: ObjectKey, b: ObjectKey): boolean {
  const isType = a.group === b.group && a.kind === b.kind && a.name === b.name;
  return isType && (a.namespace === b.namespace || a.namespace === "" || b.namespace === "");
}
