import { mappingAt, plainStringAt, removeFieldFix } from "../objectRule.ts";
import { releaseRule } from "./fluxRule.ts";

const version =
  "v?(?:[0-9]+|[xX*])(?:\\.(?:[0-9]+|[xX*]))?(?:\\.(?:[0-9]+|[xX*]))?(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?";
const operator = "(?:!=|>=|=>|<=|=<|~>|[=<>~^])?";
const between = new RegExp(`^\\s*${version}\\s+-\\s+${version}\\s*$`);
const comparisons = new RegExp(`^\\s*${operator}\\s*${version}(?:(?:\\s+|\\s*,\\s*)${operator}\\s*${version})*\\s*$`);

/**
 * Of a chart repository Flux takes the newest version in a range of Masterminds/semver; of files it takes what is there
 * (source-controller HelmChartSpec.Version, chart_repository.go getVersion).
 */
export const chartVersion = releaseRule({
  id: "HR-CHART-VERSION",
  summary: "The version of a chart is no SemVer range, or has no effect.",
  severity: "error",
  needs: "document",
  *check({ manifest: { root, document } }) {
    const chart = mappingAt(root, "spec", "chart", "spec");
    const text = plainStringAt(chart, "version");
    const kind = plainStringAt(chart, "sourceRef", "kind")?.value;
    if (!text || text.value === "" || text.value === "*") return;
    if (kind === "GitRepository" || kind === "Bucket") {
      const message = `\`version\` has no effect with a ${kind}: Flux takes the chart that is in it. Remove it, and choose the version with the source.`;
      const fixes = removeFieldFix(document.text, chart, "version");
      yield { at: text, severity: "warning", message, tags: ["unnecessary"], fixes };
    } else if (kind === "HelmRepository" && !isRange(text.value)) {
      const message = `\`${text.value}\` is no version and no SemVer range, so no chart is found. Write for example \`1.2.3\`, \`1.x\` or \`>=1.2.0 <2.0.0\`.`;
      yield { at: text, message };
    }
  },
});

function isRange(text: string): boolean {
  return text.split("||").every((part) => between.test(part) || comparisons.test(part));
}
