import { fieldPair, listItems } from "../../../graph/kustomize/fields.ts";
import type { MappingNode, Pair } from "../../../manifest/node.ts";
import type { Fix } from "../../finding.ts";
import { columnOf, insertLines, wholeLines } from "../edits/lines.ts";
import { dashOf, removePair } from "../edits/lists.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** kustomize reads `env` as one more of `envs`, behind them (types FixKustomization). */
export const deprecatedGeneratorEnv = kustomizeRule({
  id: "KZ-DEP-ENV",
  summary: "`env` of a generator is deprecated in favour of `envs`.",
  severity: "warning",
  needs: "document",
  fields: ["configMapGenerator", "secretGenerator"],
  *check({ root, text }) {
    for (const { node } of root.fields.objectGenerators) {
      const pair = fieldPair(node, "env");
      if (pair?.value.type !== "scalar" || typeof pair.value.value !== "string" || pair.value.value === "") continue;
      const message = "`env` is the old, singular form; use the list `envs`.";
      yield { span: spanOf(pair.key), message, fixes: rewrite(node, pair, text), tags: ["deprecated"] };
    }
  },
});

function rewrite(node: MappingNode, pair: Pair, text: string): readonly Fix[] {
  const title = "Replace `env` by `envs`";
  const file = text.slice(pair.value.start, pair.value.end);
  const listed = listItems(node, "envs");
  const last = listed.at(-1);
  if (!last && !fieldPair(node, "envs")) {
    const edits = [
      { span: spanOf(pair.key), newText: "envs" },
      { span: spanOf(pair.value), newText: `[${file}]` },
    ];
    return [{ title, edits, preferred: true }];
  }
  const list = fieldPair(node, "envs")?.value;
  // An `env` that opens its item shares the line with the dash, which has to stay.
  const opensItem = node.pairs[0] === pair;
  if (!last || list?.type !== "sequence" || list.flow || node.flow || opensItem) return [];
  const dash = dashOf(text, last);
  const added = insertLines(text, wholeLines(text, last).end, [`${" ".repeat(columnOf(text, dash))}- ${file}`]);
  return [{ title, edits: [added, removePair(text, pair)], preferred: true }];
}
