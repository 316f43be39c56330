import { fieldPair, listItems } from "../../../graph/kustomize/fields.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** Charts are inflated only when asked for (kustomize --enable-helm); Flux never does. */
export const helmChartsFlag = kustomizeRule({
  id: "KZ-HELM-NEEDS-FLAG",
  summary: "`helmCharts` works only with a flag that Flux does not have.",
  severity: "warning",
  needs: "document",
  fields: ["helmCharts", "helmChartInflationGenerator"],
  *check({ root: { fields } }) {
    for (const field of ["helmCharts", "helmChartInflationGenerator"]) {
      const pair = fieldPair(fields.root, field);
      if (!pair || listItems(fields.root, field).length === 0) continue;
      const message = `\`${field}\` needs \`kustomize build --enable-helm\`: Argo CD has to be configured for it (\`kustomize.buildOptions\`), and Flux does not support it; there, use a HelmRelease.`;
      yield { span: spanOf(pair.key), message };
    }
  },
});
