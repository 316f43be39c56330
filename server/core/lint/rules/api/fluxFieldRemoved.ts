import { apiVersionText } from "../../../manifest/manifest.ts";
import type { Rule } from "../../rule.ts";
import { hasRemovedFields, removedFields } from "./removedFields.ts";
import { removedFluxVersion } from "./removedVersions.ts";

/** The version was raised, but a field of the old one stayed: the API server rejects it. */
export const fluxFieldRemoved: Rule = {
  id: "FLUX-FIELD-REMOVED",
  summary: "A Flux object has a field that its `apiVersion` no longer knows.",
  severity: "error",
  needs: "document",
  isAbout: (gvk) => hasRemovedFields(gvk) && removedFluxVersion(gvk) === undefined,
  *check({ manifest }) {
    for (const { path, key, advice, edits } of removedFields(manifest)) {
      const message = `\`${path}\` no longer exists in \`${apiVersionText(manifest.gvk)}\`. ${advice}`;
      const fixes = edits ? [{ title: advice.replace(/\.$/, ""), edits, preferred: true as const }] : [];
      yield { code: "FLUX-FIELD-REMOVED", severity: "error", message, span: { start: key.start, end: key.end }, fixes };
    }
  },
};
