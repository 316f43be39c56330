import { kustomizationFileNames } from "../../core/manifest/manifest.ts";
import { joinUri, relativePath } from "../../core/text/uri.ts";
import type { FileSource } from "./fileSource.ts";

/** Whether a directory has a kustomization file of its own. */
export function hasKustomization(directory: string, source: FileSource): boolean {
  return kustomizationFileNames.some((name) => source.hasFile(joinUri(directory, name)));
}

/**
 * The kustomization file that Flux writes for a path without one: all YAML below it, except that a directory with a
 * kustomization file of its own is one entry (fluxcd/pkg kustomize, generator). Undefined when there is nothing to list.
 */
export function generatedKustomization(directory: string, source: FileSource): string | undefined {
  const entries = manifestsBelow(directory, source).map((uri) => relativePath(directory, uri));
  if (entries.length === 0) return undefined;
  const lines = entries.map((entry) => `- ${JSON.stringify(entry)}`);
  return ["apiVersion: kustomize.config.k8s.io/v1beta1", "kind: Kustomization", "resources:", ...lines, ""].join("\n");
}

function manifestsBelow(directory: string, source: FileSource): readonly string[] {
  return source
    .children(directory)
    .toSorted()
    .flatMap((name) => {
      const uri = joinUri(directory, name.replace(/\/$/, ""));
      if (!name.endsWith("/")) return /\.ya?ml$/.test(name) ? [uri] : [];
      return hasKustomization(uri, source) ? [uri] : manifestsBelow(uri, source);
    });
}
