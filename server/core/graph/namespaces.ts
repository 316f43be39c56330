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
  if (uses.length === 0) return [{ override: undefined, deployments: deploymentsCollecting(uri, index) }];
  for (const directory of uses) climb(directory, { override: undefined, seen: [], ways, index });
  // A circle of kustomization files leads nowhere and is reported as such.
  return ways.length > 0 ? ways : [{ override: undefined, deployments: [] }];
}

interface Climb {
  readonly override: string | undefined;
  readonly seen: readonly string[];
  readonly ways: Way[];
  readonly index: RepositoryIndex;
}

function climb(directory: string, { override, seen, ways, index }: Climb): void {
  if (seen.includes(directory) || ways.length >= maximumWays) return;
  const own = kustomizeRootAt(directory, index)?.fields.namespace?.value ?? override;
  const deployments = deploymentsAt(directory, index);
  const above = directoriesUsing(directory, index);
  const around = above.length === 0 && deployments.length === 0 ? deploymentsCollecting(directory, index) : deployments;
  if (above.length === 0 || deployments.length > 0) ways.push({ override: own, deployments: around });
  for (const next of above) climb(next, { override: own, seen: [...seen, directory], ways, index });
}

function directoriesUsing(uri: string, index: RepositoryIndex): readonly string[] {
  return [...new Set(usesOf(uri, index).map(({ root }) => root.directory))];
}
