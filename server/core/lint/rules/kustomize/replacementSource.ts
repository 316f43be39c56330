import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import type { AccumulatedObject } from "../../../graph/kustomize/accumulatedObject.ts";
import { fieldValue, mappingItems, stringField } from "../../../graph/kustomize/fields.ts";
import { nodeOfObject } from "../../../graph/kustomize/sourceObjects.ts";
import type { MappingNode, YamlNode } from "../../../manifest/node.ts";
import { fieldPathSteps, findFields } from "./fieldPath.ts";
import { type KustomizeContext, type KustomizeFinding, kustomizeRule } from "./kustomizeRule.ts";
import { sourceObjectsOf } from "./replacementSelection.ts";
import { guess, spanOf } from "./wording.ts";

/** A replacement has to find one object and the field to copy (kustomize filters/replacement selectSourceNode). */
export const replacementSource = kustomizeRule({
  id: "KZ-REPL-SOURCE",
  summary: "The source of a replacement is not there, or not the only one.",
  severity: "error",
  needs: "content",
  fields: ["replacements"],
  *check(context) {
    const sources = mappingItems(context.root.fields.root, "replacements").flatMap((each) => {
      const source = fieldValue(each, "source");
      return source?.type === "mapping" ? [source] : [];
    });
    if (sources.length === 0 || context.root.isComponent) return;
    const { named, isComplete } = accumulate(context.root, context.index);
    if (!isComplete) return;
    for (const source of sources) {
      const found = sourceObjectsOf(source, named);
      const [only] = found;
      if (only && found.length === 1) yield* checkField(source, only, context);
      else yield notOne(source, found, named);
    }
  },
});

function notOne(
  source: MappingNode,
  found: readonly AccumulatedObject[],
  objects: readonly AccumulatedObject[],
): KustomizeFinding {
  const name = stringField(source, "name");
  const kind = stringField(source, "kind");
  const span = spanOf(name ?? kind ?? source);
  if (found.length > 1) {
    const message = `The source fits ${found.length} objects, and kustomize refuses that. Narrow it down by kind, name or namespace.`;
    return { span, message };
  }
  const sameKind = objects.filter((object) => !kind || object.gvk.kind === kind.value);
  const { question, fixes } = name
    ? guess(
        name,
        sameKind.map((object) => object.name),
      )
    : { question: "", fixes: [] };
  return { span, message: `The source fits no object of this kustomization, so the build fails.${question}`, fixes };
}

function* checkField(
  source: MappingNode,
  object: AccumulatedObject,
  { index }: KustomizeContext,
): Iterable<KustomizeFinding> {
  const path = stringField(source, "fieldPath");
  if (!path || path.value === "" || object.isChanged || !object.source) return;
  const node = nodeOfObject(object.source, index);
  const steps = fieldPathSteps(path.value);
  // Names, labels and the like may come from this or another kustomization.
  if (!node || steps[0] === "metadata") return;
  const found = findFields(node, steps);
  if (found === "unknown" || found.some(hasContent)) return;
  const message = `${object.gvk.kind} \`${object.name}\` has no \`${path.value}\`, so the build fails.`;
  yield { span: spanOf(path), message };
}

function hasContent(node: YamlNode): boolean {
  if (node.type === "scalar") return node.value !== null && node.value !== "";
  if (node.type === "mapping") return node.pairs.length > 0;
  return node.type !== "sequence" || node.items.length > 0;
}
