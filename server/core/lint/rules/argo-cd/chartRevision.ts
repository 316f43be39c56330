import { applicationRule } from "./argoRule.ts";
import { hasMisspelt, isGiven, keySpan } from "./fields.ts";
import { isChart, sourcesOf } from "./sources.ts";

/** A chart needs a version (argo-cd util/argo validateSourcePermissions). */
export const chartRevision = applicationRule({
  id: "ARGO-CHART-NOREV",
  summary: "A Helm chart is named without its version.",
  severity: "error",
  judgesAbsence: true,
  *check({ spec }) {
    for (const { node, role } of sourcesOf(spec)) {
      if (role === "dry" || hasMisspelt(node, ["targetRevision"]) || !isChart(node) || isGiven(node, "targetRevision"))
        continue;
      const message =
        "A chart needs `targetRevision`, the version of the chart: Argo CD refuses the Application without it.";
      yield { span: keySpan(node, "chart"), message };
    }
  },
});
