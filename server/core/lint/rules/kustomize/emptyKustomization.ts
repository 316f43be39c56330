import type { YamlFile } from "../../../manifest/document.ts";
import { isKustomizationFileName } from "../../../manifest/manifest.ts";
import { keyText, type MappingNode } from "../../../manifest/node.ts";
import type { Finding } from "../../finding.ts";
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

/** The same for a file that holds nothing but comments, and so declares nothing that a rule could look at. */
export function emptyFileFinding(file: YamlFile): Finding | undefined {
  const isBlank = file.entries.every(({ document }) => document.root === undefined && document.problems.length === 0);
  const first = file.entries[0];
  if (!isBlank || !first || !isKustomizationFileName(file.uri)) return undefined;
  const message =
    "This kustomization file is empty, which kustomize refuses. Add `resources`, if only as an empty list (`resources: []`).";
  const lineBreak = first.document.text.indexOf("\n");
  const end = lineBreak < 0 ? first.document.text.length : lineBreak;
  return { code: "KZ-EMPTY", severity: "error", message, span: { start: 0, end } };
}

function isEmpty(mapping: MappingNode): boolean {
  return mapping.pairs.every((pair) => {
    const isText = pair.value.type === "scalar" && pair.value.value === "";
    return ["apiversion", "kind"].includes(keyText(pair).toLowerCase()) || isNull(pair.value) || isText;
  });
}
