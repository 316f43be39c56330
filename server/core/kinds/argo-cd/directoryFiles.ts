import { type JsonObject, jsonAt, textAt } from "../../cluster/liveObject.ts";
import type { TakenFiles } from "../renderChanges.ts";

/**
 * The files that Argo CD takes from a directory that is neither a chart nor a kustomize directory, by their paths below
 * it: those of the directory itself unless `recurse` is set (argo-cd 3.5 reposerver/repository, findManifests).
 */
export function directoryFiles(source: JsonObject, paths: readonly string[]): TakenFiles {
  const include = textAt(source, "directory", "include") ?? "";
  const exclude = textAt(source, "directory", "exclude") ?? "";
  const isDeep = jsonAt(source, "directory", "recurse") === true;
  const wanted = paths.filter(
    (path) =>
      /\.(?:ya?ml|json|jsonnet)$/.test(path) &&
      (isDeep || !path.includes("/")) &&
      (exclude === "" || !matchesGlob(exclude, path)) &&
      (include === "" || matchesGlob(include, path)),
  );
  return {
    taken: wanted.filter((path) => !path.endsWith(".jsonnet")),
    jsonnet: wanted.filter((path) => path.endsWith(".jsonnet")),
  };
}

/** Whether Argo CD reads a file of which the first document is, or is not, an object. */
export function isTakenText(text: string, startsWithObject: boolean): boolean {
  if (text.includes("+argocd:skip-file-rendering")) return false;
  // What looks like a manifest and is none is an error, other YAML is none of its business.
  return startsWithObject || ["apiVersion:", "kind:", "metadata:"].every((word) => text.includes(word));
}

/** A glob of github.com/gobwas/glob without separators: `*` takes slashes, too. A broken one matches nothing. */
export function matchesGlob(pattern: string, path: string): boolean {
  const source = pattern.replace(
    /\\(.)|\*+|\?|\{|\}|,|\[!?[^\]]*\]|[.+^$()|\]]/g,
    (found: string, escaped?: string) => {
      if (escaped !== undefined) return escaped.replace(/[^\w\s]/, "\\$&");
      if (found.startsWith("*")) return ".*";
      if (found.startsWith("[")) return found.replace(/^\[!/, "[^");
      return globParts.get(found) ?? `\\${found}`;
    },
  );
  // A comma is one of the pattern only between braces.
  const text = source.replaceAll("\u0000", pattern.includes("{") ? "|" : ",");
  try {
    return new RegExp(`^${text}$`, "s").test(path);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const globParts: ReadonlyMap<string, string> = new Map([
  ["?", "."],
  ["{", "(?:"],
  ["}", ")"],
  [",", "\u0000"],
]);
