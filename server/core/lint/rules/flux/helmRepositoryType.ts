import { asString, valueAt } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { addFieldFix, isSetAt, mappingAt, plainStringAt } from "../objectRule.ts";
import { sourceRule } from "./fluxRule.ts";

/** Each type takes addresses of its own (source-controller helmrepository_controller, helmchart_controller). */
export const helmRepositoryType = sourceRule("HelmRepository", {
  id: "FLUX-OCI-URL",
  summary: "The address of a HelmRepository does not fit its type.",
  severity: "error",
  needs: "document",
  *check({ manifest: { root, document }, partial }) {
    const spec = mappingAt(root, "spec");
    const url = plainStringAt(spec, "url");
    const type = asString(valueAt(spec, "type"));
    if (partial || !url || (type && isTemplated(type.value))) return;
    const isOci = url.value.startsWith("oci://");
    if (isOci && (type?.value === "default" || !isSetAt(spec, "type"))) {
      const fixes = type
        ? [
            {
              title: "Change to `oci`",
              edits: [{ span: { start: type.start, end: type.end }, newText: "oci" }],
              preferred: true as const,
            },
          ]
        : addFieldFix(document.text, spec, "url", ["type: oci"]);
      const message =
        "An `oci://` address needs `type: oci`: as it is, Flux looks for an index of charts and refuses the address.";
      yield { at: url, message, fixes };
    } else if (!isOci && type?.value === "oci" && /^https?:\/\//.test(url.value)) {
      yield {
        at: url,
        message: "A HelmRepository of `type: oci` needs an `oci://` address: no chart can be fetched from this one.",
      };
    }
  },
});
