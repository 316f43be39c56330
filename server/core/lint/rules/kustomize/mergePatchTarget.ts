import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import type { AccumulatedObject } from "../../../graph/kustomize/accumulatedObject.ts";
import { describeIdentity } from "../../../graph/kustomize/identity.ts";
import {
  isInlineMergeEntry,
  type MergePatch,
  type Patch,
  readInlinePatch,
  readPatchFile,
} from "../../../graph/kustomize/patches.ts";
import { patchedObjects, patchOfEntry } from "../../../graph/kustomize/patching.ts";
import { apiVersionText, type StringNode } from "../../../manifest/manifest.ts";
import { closest } from "../../../schema/suggest.ts";
import { type KustomizeContext, kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A strategic merge patch has to find its object (kustomize PatchTransformer: no resource matches). */
export const mergePatchTarget = kustomizeRule({
  id: "KZ-PATCH-SM-NOMATCH",
  summary: "A strategic merge patch is for an object that the kustomization does not have.",
  severity: "error",
  needs: "content",
  *check(context) {
    const { root, index } = context;
    if (root.isComponent) return;
    const { input, isComplete } = accumulate(root, index);
    if (!isComplete) return;
    for (const [place, patch] of untargetedPatches(context)) {
      if (patch.type !== "merge") continue;
      const lost = patch.patches.find((each) => patchedObjects(each, input).length === 0);
      if (lost && !wasDeletedOrRenamed(lost, context)) yield { span: spanOf(place), message: messageFor(lost, input) };
    }
  },
});

/** Earlier patches of the same file may rename or delete; what is found then is not followed here. */
function wasDeletedOrRenamed(patch: MergePatch, { root }: KustomizeContext): boolean {
  return root.fields.patches.some((entry) => entry.allowsNameChange || entry.allowsKindChange) && patch.name !== "";
}

function* untargetedPatches({ root, index }: KustomizeContext): Iterable<readonly [StringNode, Patch]> {
  for (const entry of root.fields.patchesStrategicMerge) {
    yield [entry, isInlineMergeEntry(entry) ? readInlinePatch(entry) : readPatchFile(entry.value, root, index)];
  }
  for (const entry of root.fields.patches) {
    const place = entry.path ?? entry.patch;
    if (!entry.target && place) yield [place, patchOfEntry(entry, root, index)];
  }
}

function messageFor(patch: MergePatch, objects: readonly AccumulatedObject[]): string {
  const what = `No resource of this kustomization is \`${describeIdentity(patch)}\` (\`${apiVersionText(patch.gvk)}\`), so the patch finds nothing and the build fails.`;
  const sameKind = objects.filter(({ gvk }) => gvk.kind === patch.gvk.kind);
  const sameName = sameKind.find(({ name }) => name === patch.name);
  if (sameName && apiVersionText(sameName.gvk) !== apiVersionText(patch.gvk))
    return `${what} The resource is \`${apiVersionText(sameName.gvk)}\`.`;
  if (sameName)
    return `${what} The resource is in the namespace \`${(sameName.previous[0] ?? sameName).namespace ?? "default"}\`.`;
  const near = closest(
    patch.name,
    sameKind.map(({ name }) => name),
  );
  return near === undefined ? what : `${what} Did you mean \`${near}\`?`;
}
