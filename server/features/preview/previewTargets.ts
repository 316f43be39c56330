import type { Position } from "vscode-languageserver-types";
import { deploymentsOf } from "../../core/graph/deployments.ts";
import { dependantsOf } from "../../core/graph/kustomize/inclusion.ts";
import type { RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { descriptorOf } from "../../core/kinds/registry.ts";
import { isKustomizationFileName } from "../../core/manifest/manifest.ts";
import { directoryOf, displayPath } from "../../core/text/uri.ts";
import type { PreviewDeployer, PreviewTarget } from "../../protocol/preview.ts";
import { placeAt } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { previewDeployer } from "./deployer.ts";

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
 * The directories of the workspace that the objects of a file deploy by kustomize: those with a kustomization file, and
 * those that the controller writes one for.
 */
export function deployedDirectories(uri: string, index: RepositoryIndex): readonly DeployedDirectory[] {
  return deploymentsOf(index)
    .filter((each) => each.uri === uri && (each.rule.collects || index.kustomizeRoots().has(each.directory)))
    .map(({ ordinal, directory }) => {
      const manifest = index.manifestAt(uri, ordinal)?.manifest;
      return { ordinal, directory, deployer: manifest && previewDeployer(manifest, directory) };
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
