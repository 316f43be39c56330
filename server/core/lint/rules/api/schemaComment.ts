import type { GroupVersionKind } from "../../../manifest/manifest.ts";
import type { Rule } from "../../rule.ts";
import { lineEnd } from "../edits/lines.ts";

/**
 * A comment that points an editor at a schema on the network, on a kind whose schema is built in. `hasSchema` tells
 * which kinds those are.
 */
export function schemaCommentRule(hasSchema: (gvk: GroupVersionKind) => boolean): Rule {
  return {
    id: "gitops/schema-comment",
    summary: "A `$schema` comment is not needed where the schema is built in.",
    severity: "hint",
    needs: "document",
    isAbout: (gvk) => hasSchema(gvk),
    *check({ manifest: { document, root } }) {
      const head = document.text.slice(0, root.start);
      const match = /^[ \t]*#[ \t]*yaml-language-server:[ \t]*\$schema=[^\r\n]*/m.exec(head);
      if (!match) return;
      const span = { start: match.index + match[0].search(/#/), end: match.index + match[0].length };
      const message =
        "The exact schema of this kind is built in, so this comment is ignored and nothing is downloaded. It can go.";
      const line = { start: match.index, end: lineEnd(document.text, match.index) };
      const fix = {
        title: "Remove the schema comment",
        edits: [{ span: line, newText: "" }],
        preferred: true as const,
      };
      yield { code: "gitops/schema-comment", severity: "hint", message, span, fixes: [fix], tags: ["unnecessary"] };
    },
  };
}
