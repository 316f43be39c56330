import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { textAt } from "./fields.ts";
import { sourceReferences } from "./references.ts";
import { isChart, sourcesOf } from "./sources.ts";

/** Files can be taken from git sources only (argo-cd reposerver resolveReferencedSources). */
export const referenceChart = applicationRule({
  id: "ARGO-REF-CHART",
  summary: "A chart has a `ref`, although files can be taken from git sources only.",
  severity: "error",
  *check({ spec }) {
    const sources = sourcesOf(spec).filter(({ role }) => role === "listed");
    const used = new Set(sources.flatMap(({ node }) => sourceReferences(node).map(({ name }) => name)));
    for (const { node } of sources) {
      const ref = textAt(node, "ref");
      if (!ref || !isChart(node)) continue;
      const isUsed = used.has(ref.value);
      const effect = isUsed ? "Argo CD can't render a source that uses it" : "Argo CD refuses a source that uses it";
      const message = `Other sources can take files from git sources only, not from a chart: ${effect}. Move \`ref\` to a source with the git repository that holds the files.`;
      yield { span: spanOf(ref), message, severity: isUsed ? "error" : "warning" };
    }
  },
});
