import { type DirectoryDeployment, deploymentsAt, deploymentsCollecting } from "../../../graph/deployments.ts";
import { usesOf } from "../../../graph/kustomize/inclusion.ts";
import { type KustomizeRoot, kustomizeRootAt } from "../../../graph/kustomize/kustomizeRoot.ts";
import { isPatchFile } from "../../../graph/kustomize/partialDocuments.ts";
import { perStructure } from "../../../graph/perRevision.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import type { Manifest } from "../../../manifest/manifest.ts";
import { itemsAt, toJson, valueAt } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { joinUri } from "../../../text/uri.ts";

/** A Flux Kustomization that certainly applies what a file declares. */
export interface Collector {
  readonly kustomization: Manifest;
  /** The kustomization files on the way from the file up to what is applied. */
  readonly roots: readonly KustomizeRoot[];
}

/** One way up, without the texts, which change more often. */
interface Way {
  readonly directories: readonly string[];
  readonly deployments: readonly DirectoryDeployment[];
}

const maximumWays = 16;
const objectFields: ReadonlySet<string> = new Set(["resources", "bases", "components"]);
const waysByFile = perStructure(() => new Map<string, readonly Way[]>());

/** The Flux Kustomizations of this repository that apply a file; none where that is not certain. */
export function collectorsOf(uri: string, index: RepositoryIndex): readonly Collector[] {
  if (!index.complete) return [];
  return waysTo(uri, index).flatMap(({ directories, deployments }) => {
    const roots = directories.flatMap((directory) => kustomizeRootAt(directory, index) ?? []);
    return deployments.flatMap((deployment) => {
      const kustomization = certainKustomization(deployment, index);
      return kustomization ? [{ kustomization, roots }] : [];
    });
  });
}

/** Without a known remote the repository is taken for the one that the sources mean, as long as the paths fit. */
function certainKustomization(
  { uri, ordinal, isOwn }: DirectoryDeployment,
  index: RepositoryIndex,
): Manifest | undefined {
  if ((!isOwn && index.origins.length > 0) || isPatchFile(uri, index)) return undefined;
  const manifest = index.manifestAt(uri, ordinal)?.manifest;
  if (manifest?.gvk.group !== "kustomize.toolkit.fluxcd.io") return undefined;
  return manifest.name && !isTemplated(manifest.name.value) ? manifest : undefined;
}

function waysTo(uri: string, index: RepositoryIndex): readonly Way[] {
  const memory = waysByFile(index);
  const ways = memory.get(uri) ?? findWays(uri, index);
  memory.set(uri, ways);
  return ways;
}

function findWays(uri: string, index: RepositoryIndex): readonly Way[] {
  const above = directoriesUsing(uri, index);
  const isNamed = usesOf(uri, index).length > 0;
  if (above.length === 0) return isNamed ? [] : [{ directories: [], deployments: deploymentsCollecting(uri, index) }];
  const ways: Way[] = [];
  for (const directory of above) climb([directory], ways, index);
  return ways;
}

function climb(directories: readonly string[], ways: Way[], index: RepositoryIndex): void {
  const directory = directories.at(-1);
  if (directory === undefined || ways.length >= maximumWays) return;
  const above = directoriesUsing(directory, index).filter((each) => !directories.includes(each));
  const own = deploymentsAt(directory, index);
  const deployments = own.length > 0 || above.length > 0 ? own : deploymentsCollecting(directory, index);
  if (deployments.length > 0 || above.length === 0) ways.push({ directories, deployments });
  for (const next of above) climb([...directories, next], ways, index);
}

function directoriesUsing(uri: string, index: RepositoryIndex): readonly string[] {
  const uses = usesOf(uri, index).filter(({ field }) => objectFields.has(field));
  return [...new Set(uses.map(({ root }) => root.directory))];
}

/**
 * Whether something on the way into the cluster may change a part of an object: a patch, component or transformer whose
 * text speaks of one of some words, or that cannot be read.
 */
export function mayBeChanged(uri: string, words: readonly string[], index: RepositoryIndex): boolean {
  const speaks = (text: string | undefined): boolean => text === undefined || words.some((word) => text.includes(word));
  return waysTo(uri, index).some(({ directories, deployments }) => {
    const roots = directories.flatMap((directory) => kustomizeRootAt(directory, index) ?? []);
    if (roots.length < directories.length || roots.some((root) => rootSpeaks(root, speaks, index))) return true;
    return deployments.some((deployment) => {
      const spec = valueAt(index.manifestAt(deployment.uri, deployment.ordinal)?.manifest.root, "spec");
      if (itemsAt(spec, "components").length > 0) return true;
      return itemsAt(spec, "patches").some((patch) => speaks(JSON.stringify(toJson(patch))));
    });
  });
}

/** Whether a kustomization file may put something into objects that a text speaks of. */
export function rootSpeaks(
  { fields, directory, uri }: KustomizeRoot,
  speaks: (text: string | undefined) => boolean,
  index: RepositoryIndex,
): boolean {
  const { components, transformers, patches, patchesStrategicMerge, patchesJson6902 } = fields;
  if (components.length + transformers.length > 0 || itemsAt(fields.root, "replacements").length > 0) return true;
  if (patches.length + patchesStrategicMerge.length + patchesJson6902.length === 0) return false;
  if (speaks(index.text(uri))) return true;
  const files = [...patches, ...patchesJson6902].flatMap(({ path }) => path ?? []);
  const named = [...files, ...patchesStrategicMerge].map(({ value }) => value);
  return named.some((path) => !path.includes("\n") && speaks(index.text(joinUri(directory, path))));
}
