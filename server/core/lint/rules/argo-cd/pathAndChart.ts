import { pairOf } from "../../../manifest/node.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isGiven, preferring, removeField } from "./fields.ts";
import { isChart, sourcesOf } from "./sources.ts";

/** With `chart` the source is a Helm repository, in which there are no paths (ApplicationSource.IsHelm). */
export const pathAndChart = applicationRule({
  id: "ARGO-PATH-AND-CHART",
  summary: "The path of a source is ignored because it names a chart.",
  severity: "warning",
  *check({ spec, text }) {
    for (const { node } of sourcesOf(spec)) {
      const path = pairOf(node, "path");
      const chart = pairOf(node, "chart");
      if (!path || !chart || !isChart(node) || !isGiven(node, "path")) continue;
      const message =
        "`path` is ignored: with `chart` the source is a Helm repository, which has charts instead of paths. Remove one of them.";
      const fixes = preferring(removeField(text, node, path), removeField(text, node, chart));
      yield { span: spanOf(path.key), message, tags: ["unnecessary"], fixes };
    }
  },
});
