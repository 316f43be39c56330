import { kustomizationFileNames } from "../../core/manifest/manifest.ts";
import { joinUri, relativePath } from "../../core/text/uri.ts";
import type { FileSource } from "./fileSource.ts";

/** Whether a directory has a kustomization file of its own. */
export function hasKustomization(directory: string, source: FileSource): boolean {
  return kustomizationFileNames.some((name) => source.hasFile(joinUri(directory, name)));
}

/**
 * The kustomization file that Flux writes for a path without one: all YAML below it, except that a directory with a
 * kustomization file of its own is one entry (fluxcd/pkg kustomize, generator). Where there is nothing to list it has a
 * namespace instead, so that it is not empty.
 */
export function generatedKustomization(directory: string, source: FileSource): string {
  return kustomizationOf(manifestsBelow(directory, source).map((uri) => relativePath(directory, uri)));
}

/** A kustomization file that lists paths and does nothing else. */
export function kustomizationOf(entries: readonly string[]): string {
  const lines = entries.map((entry) => `- ${JSON.stringify(entry)}`);
  const content = lines.length === 0 ? ["namespace: _placeholder"] : ["resources:", ...lines];
  return ["apiVersion: kustomize.config.k8s.io/v1beta1", "kind: Kustomization", ...content, ""].join("\n");
}

function manifestsBelow(directory: string, source: FileSource): readonly string[] {
  return source
    .children(directory)
    .filter((name) => !excluded.has(name))
    .map((name) => ({ name: name.replace(/\/$/, ""), isFile: !name.endsWith("/") }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, isFile }) => {
      const uri = joinUri(directory, name);
      if (isFile) return /\.ya?ml$/.test(name) ? [uri] : [];
      return hasKustomization(uri, source) ? [uri] : manifestsBelow(uri, source);
    });
}

/** YAML and directories that source-controller leaves out of what it delivers (fluxcd/pkg sourceignore 0.18, defaults). */
const excluded: ReadonlySet<string> = new Set([
  ".git/",
  ".github/",
  ".circleci/",
  ".travis.yml",
  ".gitlab-ci.yml",
  "appveyor.yml",
  ".drone.yml",
  "cloudbuild.yaml",
  "codeship-services.yml",
  "codeship-steps.yml",
  ".goreleaser.yml",
  ".sops.yaml",
  ".flux.yaml",
]);
