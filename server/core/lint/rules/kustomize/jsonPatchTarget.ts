import { patchOfEntry } from "../../../graph/kustomize/patching.ts";
import { columnOf } from "../edits/lines.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A JSON patch does not say what it is for (kustomize PatchTransformer: must specify a target for JSON patch). */
export const jsonPatchTarget = kustomizeRule({
  id: "KZ-PATCH-JSON-NOTARGET",
  summary: "A JSON patch has no `target`.",
  severity: "error",
  needs: "content",
  fields: ["patches"],
  *check({ root, index, text }) {
    for (const entry of root.fields.patches) {
      if (entry.target || patchOfEntry(entry, root, index).type !== "json") continue;
      const source =
        entry.node.pairs.find(({ value }) => value === entry.patch || value === entry.path)?.key ?? entry.node;
      const message =
        "This is a list of JSON patch operations, which need a `target` that says which objects to change. Without it the build fails.";
      const column = columnOf(text, entry.node.start);
      const blank = " ".repeat(column);
      const first = entry.node.pairs[0]?.key;
      const newText = `target:\n${blank}  kind: \n${blank}  name: \n${blank}`;
      const canInsert = first !== undefined && !entry.node.flow;
      const edits = canInsert ? [{ span: { start: first.start, end: first.start }, newText }] : [];
      yield { span: spanOf(source), message, ...(canInsert ? { fixes: [{ title: "Add a target", edits }] } : {}) };
    }
  },
});
