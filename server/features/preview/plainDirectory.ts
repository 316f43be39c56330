import { isTakenText } from "../../core/kinds/argo-cd/directoryFiles.ts";
import type { RenderChanges } from "../../core/kinds/renderChanges.ts";
import { manifestOf } from "../../core/manifest/manifest.ts";
import { parseYamlFile } from "../../core/manifest/parseYamlFile.ts";
import { joinUri, relativePath } from "../../core/text/uri.ts";
import type { SkippedEntry } from "../renderer.ts";
import { enginePath, type FileSource } from "./fileSource.ts";
import { kustomizationOf } from "./generateKustomization.ts";

/** What stands in for a kustomization file where there is none. */
export interface Generated {
  readonly text: string;
  /** Files that would be taken and are not rendered. */
  readonly skipped: readonly SkippedEntry[];
}

/** Lists the files of a directory that a controller applies as they are. */
export async function plainDirectory(
  directory: string,
  source: FileSource,
  files: NonNullable<RenderChanges["files"]>,
): Promise<Generated> {
  const paths = filesBelow(directory, source).map((uri) => relativePath(directory, uri));
  const { taken, jsonnet } = files(paths);
  const entries: string[] = [];
  for (const path of taken) if (await isTaken(joinUri(directory, path), source)) entries.push(path);
  const skipped = jsonnet.map((path, index): SkippedEntry => {
    return { kind: "jsonnet", file: enginePath(joinUri(directory, path)), field: "", index, entry: path };
  });
  return { text: kustomizationOf(entries), skipped };
}

async function isTaken(uri: string, source: FileSource): Promise<boolean> {
  const text = await source.read(uri);
  if (typeof text !== "string") return false;
  const first = parseYamlFile(uri, text).entries.find(({ document }) => document.root !== undefined);
  const manifest = first && manifestOf(first.document, uri);
  return isTakenText(text, manifest?.apiVersion !== undefined && manifest.kind !== undefined);
}

function filesBelow(directory: string, source: FileSource): readonly string[] {
  const names = source.children(directory).toSorted();
  return names.flatMap((name) => {
    const uri = joinUri(directory, name.replace(/\/$/, ""));
    return name.endsWith("/") ? filesBelow(uri, source) : [uri];
  });
}
