import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import { identitiesOf } from "../../../graph/kustomize/accumulatedObject.ts";
import { fieldValue, listItems, mappingItems, stringField } from "../../../graph/kustomize/fields.ts";
import { usesOf } from "../../../graph/kustomize/inclusion.ts";
import { apiVersionText } from "../../../manifest/manifest.ts";
import type { MappingNode } from "../../../manifest/node.ts";
import { closest } from "../../../schema/suggest.ts";
import { type KustomizeContext, kustomizeRule } from "./kustomizeRule.ts";
import { variableUses } from "./variableUses.ts";
import { spanOf } from "./wording.ts";

/** A var needs an object to come from (kustomize resaccumulator findVarValueFromResources) and somewhere to go to. */
export const unresolvedVariables = kustomizeRule({
  id: "KZ-VARS-UNRESOLVED",
  summary: "A var is not used, or the object it comes from is not there.",
  severity: "warning",
  needs: "content",
  fields: ["vars"],
  *check(context) {
    const { root, index } = context;
    const variables = mappingItems(root.fields.root, "vars");
    if (variables.length === 0 || root.isComponent || usesOf(root.directory, index).length > 0) return;
    const { named, isComplete } = accumulate(root, index);
    if (!isComplete) return;
    const used = new Set([...variableUses(named, index)].map(({ name }) => name));
    const declared = new Set(variables.map((variable) => stringField(variable, "name")?.value));
    const undeclared = [...used].filter((name) => !declared.has(name));
    for (const variable of variables) {
      const name = stringField(variable, "name");
      if (!name) continue;
      if (!hasSource(variable, context)) {
        const message = `The object that \`${name.value}\` comes from is not in this kustomization, so the build fails. Add it to \`resources\`, or correct \`objref\`.`;
        yield { span: spanOf(name), message, severity: "error" };
      } else if (!used.has(name.value) && !mayBePatchedIn(context)) {
        const near = closest(name.value, undeclared);
        const advice =
          near === undefined
            ? "Remove the var, or use it."
            : `\`$(${near})\` is used, but not declared: is it this one?`;
        const message = `\`$(${name.value})\` is used nowhere in this kustomization. ${advice}`;
        yield { span: spanOf(name), message };
      }
    }
  },
});

function hasSource(variable: MappingNode, { root, index }: KustomizeContext): boolean {
  const reference = fieldValue(variable, "objref");
  const kind = stringField(reference, "kind")?.value;
  const version = stringField(reference, "apiVersion")?.value;
  const name = stringField(reference, "name")?.value;
  return accumulate(root, index).named.some(
    (object) =>
      object.gvk.kind === kind &&
      (version === undefined || apiVersionText(object.gvk) === version) &&
      identitiesOf(object).some((each) => each.name === name),
  );
}

/** Patches and generators may hold a use that the sources do not show. */
function mayBePatchedIn({ root, text }: KustomizeContext): boolean {
  const { patches, patchesStrategicMerge, patchesJson6902 } = root.fields;
  const count = patches.length + patchesStrategicMerge.length + patchesJson6902.length;
  const outside = text.replace(/^vars:[\s\S]*?(?=^\S|$(?![\s\S]))/m, "");
  return count + listItems(root.fields.root, "configurations").length > 0 || outside.includes("$(");
}
