import { valueAt } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { applicationRule } from "./argoRule.ts";
import { hasMisspelt, keySpan } from "./fields.ts";
import { decidingField } from "./sources.ts";

/** Without any source Argo CD has nothing to deploy and says so in a condition (argo-cd util/argo ValidatePermissions). */
export const sourceNone = applicationRule({
  id: "ARGO-SOURCE-NONE",
  summary: "An Application has no source.",
  severity: "error",
  judgesAbsence: true,
  *check({ manifest, spec, text }) {
    if (decidingField(spec) || isTemplated(text) || hasMisspelt(spec, ["source", "sources", "sourceHydrator"])) return;
    const isWritten = valueAt(spec, "source") !== undefined;
    const message =
      "This Application has no source, so Argo CD has nothing to deploy. Add `source` (or `sources`) with a `repoURL` and a `path` or `chart`.";
    yield {
      span: keySpan(
        isWritten || manifest.root.type !== "mapping" ? spec : manifest.root,
        isWritten ? "source" : "spec",
      ),
      message,
    };
  },
});
