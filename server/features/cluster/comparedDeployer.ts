import { isEqualJson } from "../../core/cluster/compareObjects.ts";
import { type JsonObject, keyOf, type LiveObject } from "../../core/cluster/liveObject.ts";
import type { ClusterObjectId } from "../../protocol/cluster.ts";
import type { PreviewDeployer } from "../../protocol/preview.ts";
import type { Environment } from "../environment.ts";
import { type Deployer, liveDeployer, previewDeployer, readDeployer } from "../preview/deployer.ts";
import type { FileSource } from "../preview/fileSource.ts";
import { manifestsOf } from "./whichManifest.ts";

/** The manifest of the live object that deploys a directory, when only one is meant. */
export function deployerManifest(
  environment: Environment,
  directory: string,
  { context, ...key }: ClusterObjectId,
): PreviewDeployer | undefined {
  const { cluster, index } = environment;
  const known = cluster.find(key).find((each) => each.context === context);
  const [only, ...others] = known ? manifestsOf(environment, known) : [];
  const manifest = only && others.length === 0 ? index.manifestAt(only.uri, only.ordinal)?.manifest : undefined;
  return manifest && previewDeployer(manifest, directory);
}

/** Whose changes a comparison counts in, and what has to be said about that. */
export interface ComparedDeployer {
  readonly deployer: Deployer | undefined;
  readonly notes: readonly string[];
}

/** Who may deploy a directory: a manifest, a live object. */
export interface PossibleDeployers {
  /** URI of the directory. */
  readonly directory: string;
  readonly written: PreviewDeployer | undefined;
  readonly live: LiveObject | undefined;
}

/** The deployer as the working copy writes it, else as the cluster has it. */
export async function comparedDeployer(
  environment: Environment,
  { directory, written, live }: PossibleDeployers,
  files: FileSource,
): Promise<ComparedDeployer> {
  const { index } = environment;
  const inCluster = live && (await liveDeployer(liveJson(live), directory, keyOf(live), { files, index }));
  const inFiles = written && (await readDeployer(written, directory, files, index));
  if (!inFiles) return { deployer: inCluster, notes: [] };
  return { deployer: inFiles, notes: inCluster ? differenceNotes(inFiles, inCluster) : [] };
}

function liveJson({ metadata, spec }: LiveObject): JsonObject {
  return { metadata: { name: metadata.name }, spec };
}

/** A manifest that something else still changes, or that is not applied yet, is not what the controller works with. */
function differenceNotes(inFiles: Deployer, inCluster: Deployer): readonly string[] {
  const [ours, theirs] = [inFiles.changes.fields, inCluster.changes.fields];
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  const different = names.filter((name) => !isEqualJson(ours[name], theirs[name])).map((name) => `spec.${name}`);
  if (different.length === 0) return [];
  return [
    `Compared as the manifest of ${inFiles.title} says: ${different.join(", ")} of the live object ${different.length === 1 ? "is" : "are"} different.`,
  ];
}
