import { keyText, pairOf, valueAt } from "../../../manifest/node.ts";
import { renameKey } from "../../../schema/edits.ts";
import { editDistance } from "../../../schema/suggest.ts";
import type { Rule } from "../../rule.ts";
import { mappingAt } from "./fields.ts";

const prefix = "argocd.argoproj.io/";

/** What Argo CD reads or writes under its prefix (argo-cd common and pkg/apis/application, gitops-engine pkg/sync/common). */
const known =
  "application-set-refresh auto-label-cluster-info client-side-apply-migration-manager compare-options deletion-approved hook hook-delete-policy hydrate hydrate-timestamp ignore-default-links ignore-healthcheck ignore-resource-updates installation-id kubernetes-version managed-by-url manifest-generate-paths refresh refresh-timestamp skip-reconcile sync-options sync-wave tracking-id".split(
    " ",
  );

const documentation = "https://argo-cd.readthedocs.io/en/stable/user-guide/annotations-and-labels/";

/** Nobody reads an annotation under another name. Newer releases may know more, so only what looks like a slip counts. */
export const annotationUnknown: Rule = {
  id: "ARGO-ANN-UNKNOWN",
  summary: "An annotation looks like one of Argo CD, but is spelt in another way.",
  severity: "warning",
  needs: "document",
  documentation,
  appliesTo: ({ document }) => document.text.includes(prefix),
  *check({ manifest }) {
    const annotations = mappingAt(manifest.root, "metadata", "annotations");
    for (const pair of annotations?.pairs ?? []) {
      const written = keyText(pair);
      if (!written.startsWith(prefix)) continue;
      const meant = slipOf(written.slice(prefix.length));
      if (meant === undefined) continue;
      const name = prefix + meant;
      const isSet = pairOf(valueAt(manifest.root, "metadata", "annotations"), name) !== undefined;
      const { start, end } = pair.key;
      yield {
        code: "ARGO-ANN-UNKNOWN",
        severity: "warning",
        documentation,
        message: `Argo CD knows no annotation \`${written}\` and ignores it. Did you mean \`${name}\`?`,
        span: { start, end },
        fixes: isSet ? [] : [{ title: `Rename to \`${name}\``, edits: renameKey(pair, name), preferred: true }],
      };
    }
  },
};

/** The known name that at most two letters tell from this one. */
function slipOf(name: string): string | undefined {
  if (known.includes(name)) return undefined;
  return known.find((each) => editDistance(name.toLowerCase(), each, 3) < 3);
}
