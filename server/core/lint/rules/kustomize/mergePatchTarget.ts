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
  fields: ["patches", "patchesStrategicMerge"],
  *check(context) {
    const { root, index } = context;
    const { input, patched, isComplete } = accumulate(root, index);
    const seen = [...input, ...patched];
    for (const [place, patch, isTargeted] of mergePatches(context)) {
      if (patch.type === "nameless") yield { span: spanOf(place), message: namelessMessage(patch.missing) };
      if (patch.type !== "merge" || isTargeted || root.isComponent || !isComplete) continue;
      const lost = patch.patches.find((each) => patchedObjects(each, seen).length === 0);
      if (lost && !wasDeletedOrRenamed(lost, context)) yield { span: spanOf(place), message: messageFor(lost, input) };
    }
  },
});

function namelessMessage(missing: string): string {
  return `This patch has no \`${missing}\`, without which kustomize does not take it for a patch, even with a \`target\`: the build fails.`;
}

/** Earlier patches of the same file may rename or delete; what is found then is not followed here. */
function wasDeletedOrRenamed(patch: MergePatch, { root }: KustomizeContext): boolean {
  return root.fields.patches.some((entry) => entry.allowsNameChange || entry.allowsKindChange) && patch.name !== "";
}

type PlacedPatch = readonly [place: StringNode, patch: Patch, isTargeted: boolean];

function* mergePatches({ root, index }: KustomizeContext): Iterable<PlacedPatch> {
  for (const entry of root.fields.patchesStrategicMerge) {
    const patch = isInlineMergeEntry(entry) ? readInlinePatch(entry) : readPatchFile(entry.value, root, index);
    yield [entry, patch, false];
  }
  for (const entry of root.fields.patches) {
    const place = entry.path ?? entry.patch;
    // With both the entry is refused as such.
    if (place && !(entry.path && entry.patch))
      yield [place, patchOfEntry(entry, root, index), entry.target !== undefined];
  }
}

function messageFor(patch: MergePatch, objects: readonly AccumulatedObject[]): string {
  const what = `No resource of this kustomization is \`${describeIdentity(patch)}\` (${patch.gvk.version === "" ? "without an `apiVersion`" : `\`${apiVersionText(patch.gvk)}\``}), so the patch finds nothing and the build fails.`;
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
  return near === undefined
    ? `${what} Correct its kind or name, or add the resource.`
    : `${what} Did you mean \`${near}\`?`;
}
