import { isMerge, keyText } from "../../../manifest/node.ts";
import { closest } from "../../../schema/suggest.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { replaceWith, spanOf } from "./wording.ts";

/** The fields of a kustomization file (kustomize api/types/kustomization.go). */
const fieldNames: readonly string[] = [
  "apiVersion",
  "kind",
  "metadata",
  "openapi",
  "namePrefix",
  "nameSuffix",
  "namespace",
  "commonLabels",
  "labels",
  "commonAnnotations",
  "patchesStrategicMerge",
  "patchesJson6902",
  "patches",
  "images",
  "imageTags",
  "replacements",
  "replicas",
  "vars",
  "sortOptions",
  "resources",
  "components",
  "crds",
  "bases",
  "configMapGenerator",
  "secretGenerator",
  "helmGlobals",
  "helmCharts",
  "helmChartInflationGenerator",
  "generatorOptions",
  "configurations",
  "generators",
  "transformers",
  "validators",
  "buildMetadata",
];

const known = new Set(fieldNames.map((name) => name.toLowerCase()));

/** kustomize decodes strictly; upper and lower case do not matter to it, as in all of Go's encoding/json. */
export const unknownField = kustomizeRule({
  id: "KZ-UNKNOWN-FIELD",
  summary: "A kustomization file has a field that kustomize does not know.",
  severity: "error",
  needs: "document",
  *check({ root }) {
    for (const pair of root.fields.root.pairs) {
      const name = keyText(pair);
      if (isMerge(pair) || known.has(name.toLowerCase())) continue;
      const near = closest(name, fieldNames);
      const question = near === undefined ? "Remove it." : `Did you mean \`${near}\`?`;
      const message = `kustomize knows no field \`${name}\` and refuses the file. ${question}`;
      yield { span: spanOf(pair.key), message, fixes: near === undefined ? [] : [replaceWith(pair.key, near)] };
    }
  },
});
