import { apiVersionText } from "../../../manifest/manifest.ts";
import type { Rule } from "../../rule.ts";
import { removedFields } from "./removedFields.ts";
import { removedFluxVersion } from "./removedVersions.ts";

/** Flux no longer serves the version, so applying the object fails. The fix moves the fields that changed as well. */
export const fluxApiRemoved: Rule = {
  id: "FLUX-API-REMOVED",
  summary: "A Flux object has an `apiVersion` that current Flux does not serve.",
  severity: "error",
  needs: "document",
  documentation: "https://fluxcd.io/flux/installation/upgrade/",
  isAbout: (gvk) => removedFluxVersion(gvk) !== undefined,
  *check({ manifest }) {
    const { gvk, apiVersion, kind } = manifest;
    const removed = removedFluxVersion(gvk);
    if (!removed || !apiVersion) return;
    const span = { start: apiVersion.start, end: apiVersion.end };
    const fields = removedFields(manifest);
    const blocked = fields.filter(({ edits }) => edits === undefined);
    const [first] = fields;
    const also = first ? `, and \`${first.path}\` is gone from it` : "";
    const message = `\`${apiVersionText(gvk)}\` of ${kind?.value ?? gvk.kind} is not served since ${removed.removedIn}. Use \`${removed.current}\`${also}.`;
    const edits = [{ span, newText: removed.current }, ...fields.flatMap((field) => field.edits ?? [])];
    const fixes =
      blocked.length > 0 ? [] : [{ title: `Migrate to \`${removed.current}\``, edits, preferred: true as const }];
    yield { code: "FLUX-API-REMOVED", severity: "error", message, span, fixes };
  },
};
