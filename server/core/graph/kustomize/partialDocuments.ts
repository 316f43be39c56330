import type { RepositoryIndex } from "../repositoryIndex.ts";
import { usesOf } from "./inclusion.ts";

const patchFields: ReadonlySet<string> = new Set(["patches", "patchesStrategicMerge", "patchesJson6902"]);

/**
 * Whether a file is used as a patch, so that its documents are partial: what is missing there is no mistake. A file
 * that is a resource as well has to be whole.
 */
export function isPatchFile(uri: string, index: RepositoryIndex): boolean {
  const fields = usesOf(uri, index).map(({ field }) => field);
  return fields.some((field) => patchFields.has(field)) && !fields.includes("resources") && !fields.includes("bases");
}
