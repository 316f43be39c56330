import { deployersOf } from "../../core/cluster/deployers.ts";
import { knownDeclarations, likeliestOf } from "../../core/cluster/likeness.ts";
import { keyText, type ObjectKey } from "../../core/cluster/liveObject.ts";
import { inNamespaces, liveKeysOf } from "../../core/cluster/matching.ts";
import type { LiveSource } from "../../core/cluster/provenance.ts";
import { sourceDirectories } from "../../core/cluster/sourceDirectories.ts";
import { buildersOf } from "../../core/graph/builders.ts";
import type { DeclaredObject, RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { liveKindOf } from "../../core/kinds/liveKinds.ts";
import type { Cluster, KnownObject } from "../cluster.ts";
import type { Environment } from "../environment.ts";
import { managedResources } from "./managedResources.ts";

/**
 * The manifests that a live object may come from. A repository of several clusters declares objects of equal names, one
 * for each cluster: who delivers the object tells which is meant, then how much each is like the object. Several are left
 * where neither tells.
 */
export function manifestsOf(environment: Environment, known: KnownObject): readonly DeclaredObject[] {
  const declared = knownDeclarations(known.key, environment.index);
  if (declared.length < 2) return declared;
  const answers = answersOf(environment);
  const question = `${known.context} ${keyText(known.key)}`;
  const remembered = answers.get(question) ?? findManifests(environment, known, declared);
  answers.set(question, remembered);
  return remembered;
}

/** What was found at one state of the repository and of the clusters: each of many manifests asks for the same. */
interface Answers {
  readonly index: RepositoryIndex;
  readonly structure: number;
  readonly revision: number;
  readonly byObject: Map<string, readonly DeclaredObject[]>;
}

const answersByCluster = new WeakMap<Cluster, Answers>();

function answersOf({ cluster, index }: Environment): Answers["byObject"] {
  const known = answersByCluster.get(cluster);
  const { structureRevision: structure } = index;
  const isCurrent = known?.index === index && known.structure === structure && known.revision === cluster.revision;
  if (isCurrent) return known.byObject;
  const fresh: Answers = { index, structure, revision: cluster.revision, byObject: new Map() };
  answersByCluster.set(cluster, fresh);
  return fresh.byObject;
}

function findManifests(
  environment: Environment,
  known: KnownObject,
  declared: readonly DeclaredObject[],
): readonly DeclaredObject[] {
  const delivered = deliveredOnes(environment, known, declared);
  return delivered.length < 2 || !known.object ? delivered : likeliestOf(delivered, known.object, environment.index);
}

function deliveredOnes(
  environment: Environment,
  known: KnownObject,
  declared: readonly DeclaredObject[],
): readonly DeclaredObject[] {
  const { index } = environment;
  const owner = known.provenance?.owner;
  const directories = owner ? directoriesOf(environment, ownerOf(environment, known, owner)) : [];
  const text = keyText(known.key);
  // Each kind of evidence counts only as far as it leaves something, the surest first.
  const evidence: readonly ((each: DeclaredObject) => boolean)[] = [
    ({ uri }) => directories.some((each) => buildersOf(uri, index).has(each)),
    ({ uri }) => owner !== undefined && isDeployedBy(owner, uri, index),
    (each) => liveDeployers(environment, known, each).some((live) => resourcesOf(live)?.has(text)),
    (each) => liveDeployers(environment, known, each).length > 0,
  ];
  return evidence.reduce((left, holds) => {
    const found = left.length > 1 ? left.filter(holds) : left;
    return found.length > 0 ? found : left;
  }, declared);
}

/** The live objects in reach of a cluster that have a manifest deployed: by the directories that they really take. */
function liveDeployers(
  environment: Environment,
  { context }: KnownObject,
  { uri }: DeclaredObject,
): readonly KnownObject[] {
  const { cluster, index } = environment;
  const found = deployersOf(uri, index).flatMap(({ identity }) => {
    const homes = [liveKindOf(identity.gvk)?.homeNamespace].filter((each) => each !== undefined);
    return liveKeysOf(identity, index).flatMap((key) => inNamespaces(key, homes).flatMap((each) => cluster.find(each)));
  });
  return found.filter(
    (each) =>
      (each.context === context || each.provenance?.remote) &&
      directoriesOf(environment, each).some((directory) => buildersOf(uri, index).has(directory)),
  );
}

function resourcesOf({ key, object }: KnownObject): ReturnType<typeof managedResources> | undefined {
  const live = liveKindOf(key);
  return object && live && managedResources(object, live);
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
