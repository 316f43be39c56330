import type { Position } from "vscode-languageserver-types";
import { deploymentsOf } from "../../core/graph/deployments.ts";
import { dependantsOf } from "../../core/graph/kustomize/inclusion.ts";
import type { RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { descriptorOf } from "../../core/kinds/registry.ts";
import { isKustomizationFileName } from "../../core/manifest/manifest.ts";
import { directoryOf, displayPath, joinUri } from "../../core/text/uri.ts";
import type { PreviewDeployer, PreviewTarget } from "../../protocol/preview.ts";
import { placeAt } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { changesOf, previewDeployer } from "./deployer.ts";

/** Where the user is; without a file every directory with a kustomization file is meant. */
export interface PreviewPlace {
  readonly uri?: string;
  readonly position?: Position;
}

/**
 * The directories that can be rendered for a place, the most likely first: the one of a kustomization file, the path of
 * the Flux Kustomization or Application under the cursor, and otherwise every overlay that the file goes into.
 */
export function providePreviewTargets({ index }: Environment, place: PreviewPlace): readonly PreviewTarget[] {
  const { uri, position } = place;
  if (uri === undefined) return [...index.kustomizeRoots().keys()].toSorted().map((each) => target(each, index));
  if (isKustomizationFileName(uri)) return [target(directoryOf(uri), index)];
  const deployed = deployedBy(uri, position, index);
  if (deployed.length > 0) return deployed;
  return [...dependantsOf(uri, index)].map((file) => target(directoryOf(file), index));
}

/** A directory that an object of a file deploys. */
export interface DeployedDirectory {
  readonly ordinal: number;
  readonly directory: string;
  /** Whose changes count; undefined when its controller changes nothing. */
  readonly deployer: PreviewDeployer | undefined;
}

/**
 * The directories of the workspace that the objects of a file deploy: those with a kustomization file, those that the
 * controller writes one for, and those whose files it applies as they are.
 */
export function deployedDirectories(uri: string, index: RepositoryIndex): readonly DeployedDirectory[] {
  return deploymentsOf(index)
    .filter((each) => each.uri === uri)
    .flatMap(({ ordinal, directory, rule }) => {
      const manifest = index.manifestAt(uri, ordinal)?.manifest;
      const changes = manifest && changesOf(manifest, directory);
      const isBuilt = rule.collects || index.kustomizeRoots().has(directory);
      if (!isBuilt && (!changes?.files || index.hasFile(joinUri(directory, "Chart.yaml")))) return [];
      const isOdd = changes?.isPlain && index.kustomizeRoots().has(directory);
      return [{ ordinal, directory, deployer: manifest && !isOdd ? previewDeployer(manifest, directory) : undefined }];
    });
}

function deployedBy(uri: string, position: Position | undefined, index: RepositoryIndex): readonly PreviewTarget[] {
  const all = deployedDirectories(uri, index);
  const file = index.file(uri);
  const entry = file && position ? placeAt(file, position)?.entry : undefined;
  const here = entry && file ? all.filter(({ ordinal }) => file.entries[ordinal] === entry) : [];
  return (here.length > 0 ? here : all).map(({ directory, deployer }) => target(directory, index, deployer));
}

function target(directory: string, index: RepositoryIndex, deployer?: PreviewDeployer): PreviewTarget {
  const title = deployer && `${descriptorOf(deployer)?.title ?? deployer.kind} ${deployer.name}`;
  return {
    directory,
    label: displayPath(directory, index.folders),
    ...(deployer && { deployer, detail: `as ${title} applies it` }),
  };
}
