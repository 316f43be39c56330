import { generatedIdentity } from "../../../graph/kustomize/generated.ts";
import { describeIdentity, identityKey } from "../../../graph/kustomize/identity.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** Two generators may make one object only if the later one merges or replaces (resWrangler.appendReplaceOrMerge). */
export const generatorNames = kustomizeRule({
  id: "KZ-GEN-DUPNAME",
  summary: "Two generators make an object of the same name.",
  severity: "error",
  needs: "document",
  fields: ["configMapGenerator", "secretGenerator"],
  *check({ root, text }) {
    const seen = new Set<string>();
    for (const entry of root.fields.objectGenerators) {
      const identity = generatedIdentity(entry);
      if (!identity || !entry.name) continue;
      const key = identityKey(identity);
      const combines = entry.behavior?.value === "merge" || entry.behavior?.value === "replace";
      if (seen.has(key) && !combines) {
        const message = `Another generator makes ${describeIdentity(identity)} already, which kustomize refuses. Rename one, or set \`behavior: merge\`.`;
        const blank = " ".repeat(entry.name.start - (text.lastIndexOf("\n", entry.name.start) + 1) - "name: ".length);
        const at = entry.name.end;
        const newText = entry.node.flow ? ", behavior: merge" : `\n${blank}behavior: merge`;
        const canAdd =
          !entry.behavior &&
          /^[ -]*name: ?$/.test(text.slice(text.lastIndexOf("\n", entry.name.start) + 1, entry.name.start));
        const fixes =
          canAdd || entry.node.flow
            ? [{ title: "Merge the two", edits: [{ span: { start: at, end: at }, newText }] }]
            : [];
        yield { span: spanOf(entry.name), message, fixes };
      }
      seen.add(key);
    }
  },
});
