import { fieldPair, mappingItems, stringField } from "../../../graph/kustomize/fields.ts";
import { keyText, type MappingNode, type Pair } from "../../../manifest/node.ts";
import type { TextEdit } from "../../../text/span.ts";
import { insertLines } from "../edits/lines.ts";
import { removePair } from "../edits/lists.ts";
import { deprecatedField } from "./deprecatedField.ts";
import { spanOf } from "./wording.ts";

/** The new names of the fields (kustomize types makeHelmChartFromHca); what is missing here is dropped by kustomize. */
const newNames: Readonly<Record<string, string>> = {
  chartName: "name",
  chartVersion: "version",
  chartRepoUrl: "repo",
  values: "valuesFile",
  valuesLocal: "valuesInline",
  valuesMerge: "valuesMerge",
  releaseName: "releaseName",
};

const globalNames: Readonly<Record<string, string>> = { chartHome: "chartHome", helmHome: "configHome" };

/** `helmCharts` does the same with other names; the homes moved to `helmGlobals`. */
export const deprecatedChartInflation = deprecatedField({
  id: "KZ-DEP-HELMGEN",
  field: "helmChartInflationGenerator",
  replacement: "helmCharts",
  rewrite(pair, { root, text }) {
    const mapping = root.fields.root;
    const entries = mappingItems(mapping, "helmChartInflationGenerator");
    const taken = fieldPair(mapping, "helmCharts") ?? fieldPair(mapping, "helmGlobals");
    const isMovable =
      pair.value.type === "sequence" && !pair.value.flow && entries.every((entry) => isRenamable(entry));
    if (taken || !isMovable || entries.length === 0) return undefined;
    const globals = globalLines(entries);
    const renames = entries.flatMap((entry) => entry.pairs.flatMap((each) => renameOrRemove(each, text)));
    const added = globals.length > 0 ? [insertLines(text, text.lastIndexOf("\n", pair.key.start) + 1, globals)] : [];
    return [...added, { span: spanOf(pair.key), newText: "helmCharts" }, ...renames];
  },
  obstacle:
    "Rename its fields: `chartName` to `name`, `chartVersion` to `version`, `chartRepoUrl` to `repo`, `values` to `valuesFile`; `chartHome` belongs to `helmGlobals`.",
});

/** The first field shares its line with the dash, so it must be one that stays. */
function isRenamable({ pairs, flow }: MappingNode): boolean {
  const [first] = pairs;
  return !flow && first !== undefined && newNames[keyText(first)] !== undefined;
}

function renameOrRemove(pair: Pair, text: string): readonly TextEdit[] {
  const name = newNames[keyText(pair)];
  if (name === undefined) return [removePair(text, pair)];
  return name === keyText(pair) ? [] : [{ span: spanOf(pair.key), newText: name }];
}

function globalLines(entries: readonly MappingNode[]): readonly string[] {
  const lines = Object.entries(globalNames).flatMap(([old, name]) => {
    const value = entries
      .map((entry) => stringField(entry, old)?.value)
      .findLast((each) => each !== undefined && each !== "");
    return value === undefined ? [] : [`  ${name}: ${value}`];
  });
  return lines.length > 0 ? ["helmGlobals:", ...lines] : [];
}
