import { targetOfEntry } from "../../../graph/kustomize/entries.ts";
import type { KustomizeRoot } from "../../../graph/kustomize/kustomizeRoot.ts";
import { isInlineMergeEntry } from "../../../graph/kustomize/patches.ts";
import type { StringNode } from "../../../manifest/manifest.ts";
import { directoryOf, relativePath } from "../../../text/uri.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { nearPath, replaceWith, spanOf } from "./wording.ts";

/** The file of a patch has to exist (kustomize PatchTransformer: failed to get the patch file). */
export const patchFileMissing = kustomizeRule({
  id: "KZ-PATCH-MISSING-FILE",
  summary: "A patch names a file that does not exist.",
  severity: "error",
  needs: "structure",
  fields: ["patches", "patchesStrategicMerge", "patchesJson6902"],
  *check({ root, index }) {
    for (const path of patchPaths(root)) {
      const found = targetOfEntry(path.value, root, index);
      if (found.type === "directory") {
        yield { span: spanOf(path), message: `\`${path.value}\` is a directory, but a patch is a file.` };
      }
      if (found.type !== "missing") continue;
      const directory = directoryOf(found.uri);
      const siblings = index.children(directory).filter((name) => !name.endsWith("/"));
      const paths = siblings.map((name) => relativePath(root.directory, `${directory}/${name}`));
      const near = nearPath(path.value, paths);
      const advice = near === undefined ? "Create it, or remove the patch." : `Did you mean \`${near}\`?`;
      const message = `The patch file \`${path.value}\` does not exist, so the build fails. ${advice}`;
      yield { span: spanOf(path), message, fixes: near === undefined ? [] : [replaceWith(path, near)] };
    }
  },
});

function patchPaths({ fields }: KustomizeRoot): readonly StringNode[] {
  const listed = [...fields.patches, ...fields.patchesJson6902].flatMap(({ path }) => path ?? []);
  const merges = fields.patchesStrategicMerge.filter(
    (entry) => !isInlineMergeEntry(entry) && !entry.value.includes("\n"),
  );
  return [...listed, ...merges];
}
