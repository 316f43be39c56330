import { valueAt } from "../../../manifest/node.ts";
import { closest } from "../../../schema/suggest.ts";
import { applicationRule } from "./argoRule.ts";
import { textAt } from "./fields.ts";
import { sourceReferences } from "./references.ts";
import { sourcesOf } from "./sources.ts";

/** `$name/` has to be the `ref` of some source (argo-cd reposerver resolveReferencedSources). */
export const referenceUndefined = applicationRule({
  id: "ARGO-REF-UNDEF",
  summary: "A value file names a source that does not exist.",
  severity: "error",
  judgesAbsence: true,
  *check({ spec }) {
    const listed = sourcesOf(spec).filter(({ role }) => role === "listed");
    const names = listed.flatMap(({ node }) => textAt(node, "ref")?.value ?? []);
    const isOpen = listed.some(({ node }) => valueAt(node, "ref") !== undefined && !textAt(node, "ref"));
    if (isOpen) return;
    for (const { node } of listed) {
      for (const { name, span } of sourceReferences(node)) {
        if (names.includes(name)) continue;
        const near = closest(name, names);
        const advice =
          near === undefined ? `Add \`ref: ${name}\` to the source that holds the file.` : `Did you mean \`$${near}\`?`;
        const message = `No source has \`ref: ${name}\`, so Argo CD can't find this file and renders nothing. ${advice}`;
        const fixes =
          near === undefined
            ? []
            : [{ title: `Change to \`$${near}\``, edits: [{ span, newText: `$${near}` }], preferred: true as const }];
        yield { span, message, fixes };
      }
    }
  },
});
