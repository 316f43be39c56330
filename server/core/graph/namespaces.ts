import { type DirectoryDeployment, deploymentsAt, deploymentsCollecting } from "./deployments.ts";
import { usesOf } from "./kustomize/inclusion.ts";
import { kustomizeRootAt } from "./kustomize/kustomizeRoot.ts";
import { perStructure } from "./perRevision.ts";
import type { RepositoryIndex } from "./repositoryIndex.ts";

/** More ways to reach a file than this are not followed: the rest would not make the answer more useful. */
const maximumWays = 64;

/**
 * The namespaces that an object of a file may end up in: the one it writes, unless a kustomization file that leads to
 * it or whoever deploys the directory says otherwise. An empty string stands for one that nobody in the workspace
 * decides (the namespace of whoever applies the file).
 */
export function namespacesOf(uri: string, written: string | undefined, index: RepositoryIndex): readonly string[] {
  const memory = namespacesByFile(index);
  const ofFile = memory.get(uri) ?? new Map<string | undefined, readonly string[]>();
  memory.set(uri, ofFile);
  const namespaces = ofFile.get(written) ?? findNamespaces(uri, written, index);
  ofFile.set(written, namespaces);
  return namespaces;
}

/** A name and a namespace that an object may end up with; an empty namespace is one that nobody here decides. */
export interface Placement {
  readonly name: string;
  readonly namespace: string;
}

/** The names and namespaces that an object of a file may end up with, prefixes and suffixes on the way included. */
export function placementsOf(
  uri: string,
  written: { readonly name: string; readonly namespace: string | undefined },
  index: RepositoryIndex,
): readonly Placement[] {
  const found = new Map<string, Placement>();
  const add = (name: string, namespace: string): void => {
    found.set(`${namespace}/${name}`, { name, namespace });
  };
  for (const { override, prefix, suffix, deployments } of waysTo(uri, index)) {
    const name = prefix + written.name + suffix;
    const namespace = override ?? written.namespace;
    if (deployments.length === 0) add(name, namespace ?? "");
    for (const each of deployments) add(each.prefix + name + each.suffix, deployedNamespace(each, namespace));
  }
  return [...found.values()];
}

/** Everything that deploys a file: by its directory, or by a kustomization that leads to it. */
export function deploymentsLeadingTo(uri: string, index: RepositoryIndex): readonly DirectoryDeployment[] {
  return [...new Set(waysTo(uri, index).flatMap(({ deployments }) => deployments))];
}

const namespacesByFile = perStructure(() => new Map<string, Map<string | undefined, readonly string[]>>());

function findNamespaces(uri: string, written: string | undefined, index: RepositoryIndex): readonly string[] {
  const found = new Set<string>();
  for (const way of waysTo(uri, index)) {
    if (way.deployments.length === 0) found.add(way.override ?? written ?? "");
    for (const deployment of way.deployments) found.add(deployedNamespace(deployment, way.override ?? written));
  }
  return [...found];
}

function deployedNamespace({ namespace, rule }: DirectoryDeployment, built: string | undefined): string {
  return (rule.namespace === "override" ? (namespace ?? built) : (built ?? namespace)) ?? "";
}

/** One way from a file up to where it is built and perhaps deployed. */
interface Way {
  /** The namespace that the outermost kustomization file on the way sets. */
  readonly override: string | undefined;
  /** What the kustomization files on the way put before and behind names. */
  readonly prefix: string;
  readonly suffix: string;
  readonly deployments: readonly DirectoryDeployment[];
}

const waysByFile = perStructure(() => new Map<string, readonly Way[]>());

function waysTo(uri: string, index: RepositoryIndex): readonly Way[] {
  const memory = waysByFile(index);
  const ways = memory.get(uri) ?? findWays(uri, index);
  memory.set(uri, ways);
  return ways;
}

function findWays(uri: string, index: RepositoryIndex): readonly Way[] {
  const ways: Way[] = [];
  const uses = directoriesUsing(uri, index);
  if (uses.length === 0) return [{ ...unchanged, deployments: deploymentsCollecting(uri, index) }];
  for (const directory of uses) climb(directory, { ...unchanged, seen: [], ways, index });
  // A circle of kustomization files leads nowhere and is reported as such.
  return ways.length > 0 ? ways : [{ ...unchanged, deployments: [] }];
}

const unchanged = { override: undefined, prefix: "", suffix: "" };

interface Climb extends Omit<Way, "deployments"> {
  readonly seen: readonly string[];
  readonly ways: Way[];
  readonly index: RepositoryIndex;
}

function climb(directory: string, { seen, ways, index, ...below }: Climb): void {
  if (seen.includes(directory) || ways.length >= maximumWays) return;
  const own = through(directory, below, index);
  const deployments = deploymentsAt(directory, index);
  const above = directoriesUsing(directory, index);
  const around = above.length === 0 && deployments.length === 0 ? deploymentsCollecting(directory, index) : deployments;
  if (above.length === 0 || deployments.length > 0) ways.push({ ...own, deployments: around });
  for (const next of above) climb(next, { ...own, seen: [...seen, directory], ways, index });
}

/** What the kustomization file of a directory makes of a way that comes from below. */
function through(directory: string, below: Omit<Way, "deployments">, index: RepositoryIndex): Omit<Way, "deployments"> {
  const fields = kustomizeRootAt(directory, index)?.fields;
  return {
    override: fields?.namespace?.value ?? below.override,
    prefix: (fields?.namePrefix?.value ?? "") + below.prefix,
    suffix: below.suffix + (fields?.nameSuffix?.value ?? ""),
  };
}

/** The directories whose kustomization files name a file or directory. */
export function directoriesUsing(uri: string, index: RepositoryIndex): readonly string[] {
  return [...new Set(usesOf(uri, index).map(({ root }) => root.directory))];
}
