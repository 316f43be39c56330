import { apiVersionText } from "../../../manifest/manifest.ts";
import { itemsAt } from "../../../manifest/node.ts";
import type { Rule } from "../../rule.ts";
import { removedExternalSecretsVersion } from "./removedVersions.ts";

/** The CRD no longer serves the version; v1 has the fields of v1beta1, v1alpha1 wrote `dataFrom` differently. */
export const externalSecretsApi: Rule = {
  id: "ES-API",
  summary: "An External Secrets object has an `apiVersion` that is no longer served.",
  severity: "error",
  needs: "document",
  documentation: "https://external-secrets.io/latest/introduction/stability-support/",
  isAbout: (gvk) => removedExternalSecretsVersion(gvk) !== undefined,
  *check({ manifest: { gvk, apiVersion, root } }) {
    const removed = removedExternalSecretsVersion(gvk);
    if (!removed || !apiVersion) return;
    const span = { start: apiVersion.start, end: apiVersion.end };
    const hasOldForm = gvk.version === "v1alpha1" && itemsAt(root, "spec", "dataFrom").length > 0;
    const advice = hasOldForm ? " and write the items of `dataFrom` as `extract: {key: …}`" : "";
    const message = `\`${apiVersionText(gvk)}\` of ${gvk.kind} is not served since ${removed.removedIn}. Use \`${removed.current}\`${advice}.`;
    const fix = {
      title: `Change to \`${removed.current}\``,
      edits: [{ span, newText: removed.current }],
      preferred: true as const,
    };
    yield { code: "ES-API", severity: "error", message, span, fixes: hasOldForm ? [] : [fix] };
  },
};
