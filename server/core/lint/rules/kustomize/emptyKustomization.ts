import { keyText, type MappingNode } from "../../../manifest/node.ts";
import { isNull } from "../edits/nulls.ts";
import { kustomizeRule } from "./kustomizeRule.ts";

/** kustomize refuses a file in which no field has a value; `resources: []` counts as one (types CheckEmpty). */
export const emptyKustomization = kustomizeRule({
  id: "KZ-EMPTY",
  summary: "A kustomization file sets nothing.",
  severity: "error",
  needs: "document",
  *check({ root, text }) {
    const mapping = root.fields.root;
    if (!isEmpty(mapping)) return;
    const last = mapping.pairs.at(-1)?.key ?? mapping;
    const lineBreak = text.indexOf("\n", last.start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const message =
      "This kustomization is empty, which kustomize refuses. Add `resources`, if only as an empty list (`resources: []`).";
    const newText = `${lineBreak < 0 ? "\n" : ""}resources: []\n`;
    const at = lineBreak < 0 ? end : end + 1;
    const hasResources = mapping.pairs.some((pair) => keyText(pair) === "resources");
    const fix = { title: "Add an empty list of resources", edits: [{ span: { start: at, end: at }, newText }] };
    yield { span: { start: last.start, end: last.end }, message, ...(hasResources ? {} : { fixes: [fix] }) };
  },
});

function isEmpty(mapping: MappingNode): boolean {
  return mapping.pairs.every((pair) => {
    const isText = pair.value.type === "scalar" && pair.value.value === "";
    return ["apiversion", "kind"].includes(keyText(pair).toLowerCase()) || isNull(pair.value) || isText;
  });
}
