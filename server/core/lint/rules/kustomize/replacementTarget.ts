import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import type { AccumulatedObject } from "../../../graph/kustomize/accumulatedObject.ts";
import { fieldValue, mappingItems, stringItems } from "../../../graph/kustomize/fields.ts";
import { nodeOfObject } from "../../../graph/kustomize/sourceObjects.ts";
import { keyText, type MappingNode, type Pair } from "../../../manifest/node.ts";
import { closest } from "../../../schema/suggest.ts";
import { fieldPathSteps, findFields } from "./fieldPath.ts";
import { type KustomizeContext, type KustomizeFinding, kustomizeRule } from "./kustomizeRule.ts";
import { isTarget } from "./replacementSelection.ts";
import { spanOf } from "./wording.ts";

/** A replacement writes only into fields that exist, unless told to create them (filters/replacement copyValueToTarget). */
export const replacementTarget = kustomizeRule({
  id: "KZ-REPL-TARGET",
  summary: "The target of a replacement is not given, or its field does not exist and is not to be created.",
  severity: "error",
  needs: "content",
  fields: ["replacements"],
  *check(context) {
    const targets = mappingItems(context.root.fields.root, "replacements").flatMap((each) =>
      mappingItems(each, "targets"),
    );
    if (targets.length === 0 || context.root.isComponent) return;
    const { named } = accumulate(context.root, context.index);
    for (const target of targets) yield* checkTarget(target, named, context);
  },
});

function* checkTarget(
  target: MappingNode,
  objects: readonly AccumulatedObject[],
  { index }: KustomizeContext,
): Iterable<KustomizeFinding> {
  const select = fieldValue(target, "select");
  const create = fieldValue(fieldValue(target, "options"), "create");
  if (!select && target.pairs.length > 0 && !target.pairs.some(isMisspelt)) {
    const message = "This target does not say which objects it writes into, so the build fails. Add `select`.";
    yield { span: spanOf(target.pairs[0]?.key ?? target), message };
  }
  if (select?.type !== "mapping" || (create?.type === "scalar" && create.value === true)) return;
  const rejects = mappingItems(target, "reject");
  const chosen = objects.filter((object) => !object.isChanged && isTarget(select, rejects, object) === "yes");
  for (const path of stringItems(target, "fieldPaths")) {
    const steps = fieldPathSteps(path.value);
    if (steps[0] === "metadata") continue;
    const without = chosen.find(({ source }) => {
      const node = source && nodeOfObject(source, index);
      const found = node && findFields(node, steps);
      return found !== undefined && found !== "unknown" && found.length === 0;
    });
    if (!without) continue;
    const message = `${without.gvk.kind} \`${without.name}\` has no \`${path.value}\`, so the build fails. Set \`options.create: true\` to add it, or correct the path.`;
    yield { span: spanOf(path), message };
  }
}

/** The schema tells keys that are no field, and what they may mean. */
function isMisspelt(pair: Pair): boolean {
  return closest(keyText(pair), ["select"]) !== undefined || keyText(pair) === "select";
}
