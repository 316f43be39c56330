import { targetOfEntry } from "../../../graph/kustomize/entries.ts";
import { type KustomizeRoot, kustomizeRootAt } from "../../../graph/kustomize/kustomizeRoot.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import type { StringNode } from "../../../manifest/manifest.ts";
import { displayPath, isWithin } from "../../../text/uri.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A base that contains a directory on the way to it is refused (kustomize fileloader errIfArgEqualOrHigher). */
export const cycle = kustomizeRule({
  id: "KZ-CYCLE",
  summary: "A kustomization leads back to itself or to a directory above it.",
  severity: "error",
  needs: "content",
  fields: ["resources", "bases", "components"],
  *check({ root, index }) {
    const explored = new Set<string>();
    for (const entry of directoryEntries(root)) {
      const found = targetOfEntry(entry.value, root, index);
      if (found.type !== "directory") continue;
      const way = wayBack(found.uri, [root.directory], index, explored);
      if (!way) continue;
      const message = messageFor(entry, [root.directory, ...way], index);
      yield { span: spanOf(entry), message };
    }
  },
});

function directoryEntries({ fields }: KustomizeRoot): readonly StringNode[] {
  return [...fields.resources, ...fields.bases, ...fields.components];
}

/**
 * Directories from `directory` on to the one that contains the first of the visited ones; undefined when there is none.
 * `explored` collects the directories that lead nowhere, so that shared bases are followed once.
 */
function wayBack(
  directory: string,
  visited: readonly string[],
  index: RepositoryIndex,
  explored: Set<string>,
): readonly string[] | undefined {
  const [start = ""] = visited;
  if (isWithin(start, directory)) return [directory];
  // A cycle further down is reported where it closes.
  if (explored.has(directory) || visited.some((each) => isWithin(each, directory))) return undefined;
  explored.add(directory);
  const root = kustomizeRootAt(directory, index);
  if (!root || visited.length > 50) return undefined;
  for (const entry of directoryEntries(root)) {
    const found = targetOfEntry(entry.value, root, index);
    const way = found.type === "directory" ? wayBack(found.uri, [...visited, directory], index, explored) : undefined;
    if (way) return [directory, ...way];
  }
  return undefined;
}

function messageFor(entry: StringNode, way: readonly string[], index: RepositoryIndex): string {
  const last = way.at(-1) ?? "";
  if (way.length === 2 && last !== way[0])
    return `\`${entry.value}\` contains this directory, and kustomize refuses a base that contains its overlay. Move the base beside it.`;
  const steps = way.map((directory) => `\`${displayPath(directory, index.folders)}\``).join(" → ");
  return `This entry leads back to this kustomization (${steps}), so the build fails. Remove one of the steps.`;
}
