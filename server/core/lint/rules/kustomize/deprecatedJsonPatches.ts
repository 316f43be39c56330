import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import { fieldValue, type PatchEntry } from "../../../graph/kustomize/fields.ts";
import type { JsonOperation } from "../../../graph/kustomize/patches.ts";
import { patchOfEntry } from "../../../graph/kustomize/patching.ts";
import { compileSelector } from "../../../graph/kustomize/selectors.ts";
import { resolveAlias } from "../../../manifest/node.ts";
import { deprecatedField, moveList } from "./deprecatedField.ts";
import type { KustomizeContext } from "./kustomizeRule.ts";

/** `patchesJson6902` is applied after names, namespaces, labels and annotations, `patches` before them. */
export const deprecatedJsonPatches = deprecatedField({
  id: "KZ-DEP-PJ6902",
  field: "patchesJson6902",
  replacement: "patches",
  rewrite(pair, context) {
    const entries = context.root.fields.patchesJson6902;
    const isSafe = transformersOf(context).length === 0 || entries.every((entry) => isIndependent(entry, context));
    return isSafe ? moveList(pair, context, { to: "patches", position: "last" }) : undefined;
  },
  obstacle:
    "`patches` is applied before names, namespaces and labels are set, so moving these entries may change the result: check them when you move them.",
});

const transformers = ["namespace", "namePrefix", "nameSuffix", "labels", "commonLabels", "commonAnnotations"] as const;

function transformersOf({ root }: KustomizeContext): readonly string[] {
  return transformers.filter((name) => fieldValue(root.fields.root, name) !== undefined);
}

/** Whether a patch neither sees nor sets what those fields change, and selects the same objects before and after. */
function isIndependent(entry: PatchEntry, context: KustomizeContext): boolean {
  const patch = patchOfEntry(entry, context.root, context.index);
  return patch.type === "json" && patch.operations.every(isHarmless) && selectsTheSame(entry, context);
}

function isHarmless({ op, path, from, value }: JsonOperation): boolean {
  const paths = [path?.value ?? "/metadata", from?.value ?? "/spec/any"];
  const isPlain = paths.every(
    (each) => /^\/(?:spec|data|stringData)\//.test(each) && !/metadata|selector|namespace|name$/i.test(each),
  );
  const kind = resolveAlias(value)?.type;
  return isPlain && op?.value !== "test" && (kind === undefined || kind === "scalar");
}

function selectsTheSame({ selector }: PatchEntry, { root, index }: KustomizeContext): boolean {
  const test = selector && compileSelector(selector);
  const { input, named, isComplete } = accumulate(root, index);
  if (!test || !isComplete || input.length !== named.length) return false;
  return input.every((object, at) => {
    const later = named[at];
    return later !== undefined && test(object) === test(later) && test(object) !== "maybe";
  });
}
