import { fieldValue, mappingItems } from "../../../graph/kustomize/fields.ts";
import { keyText, type Pair, pairOf } from "../../../manifest/node.ts";
import type { TextEdit } from "../../../text/span.ts";
import { columnOf, lineEnd, wholeLines } from "../edits/lines.ts";
import { addItemLines, linesOfPair, listIndent, removePair } from "../edits/lists.ts";
import { deprecatedField } from "./deprecatedField.ts";
import type { KustomizeContext } from "./kustomizeRule.ts";

/** `commonLabels` is an entry of `labels` that also goes into selectors (kustomize types labelFromCommonLabels). */
export const deprecatedCommonLabels = deprecatedField({
  id: "KZ-DEP-COMMONLABELS",
  field: "commonLabels",
  replacement: "labels",
  rewrite: (pair, context) => (conflicts(pair, context) ? undefined : rewriteLabels(pair, context)),
  obstacle: "Some of its labels are set in `labels` as well: decide which value is meant, then move them.",
});

function conflicts(pair: Pair, { root }: KustomizeContext): boolean {
  const common = pair.value.type === "mapping" ? pair.value.pairs.map(keyText) : [];
  const others = mappingItems(root.fields.root, "labels").flatMap((entry) => {
    const pairs = fieldValue(entry, "pairs");
    return pairs?.type === "mapping" ? pairs.pairs.map(keyText) : [];
  });
  return common.some((key) => others.includes(key));
}

function rewriteLabels(pair: Pair, { root, text }: KustomizeContext): readonly TextEdit[] | undefined {
  const labels = pair.value;
  if (labels.type !== "mapping" || labels.pairs.length === 0) return undefined;
  const mapping = root.fields.root;
  const item = ["- includeSelectors: true", ...pairLines(pair, text)];
  if (pairOf(mapping, "labels")) {
    const added = addItemLines(text, mapping, "labels", item);
    return added && [...added, removePair(text, pair)];
  }
  const blank = " ".repeat(listIndent(text, mapping));
  const comment = labels.flow
    ? ""
    : text
        .slice(
          pair.value.type === "mapping" ? text.indexOf(":", pair.key.end) + 1 : pair.key.end,
          lineEnd(text, pair.key.end),
        )
        .trimEnd();
  const lines = [`labels:${comment}`, ...item.map((line) => (line === "" ? "" : blank + line))];
  return [{ span: linesOfPair(text, pair), newText: `${lines.join("\n")}\n` }];
}

/** The labels below `pairs`, with the comments between them, as lines of an item whose dash is in column 0. */
function pairLines(pair: Pair, text: string): readonly string[] {
  const { value } = pair;
  if (value.type !== "mapping" || value.flow) return [`  pairs: ${text.slice(value.start, value.end)}`];
  const column = columnOf(text, value.start);
  const { end } = wholeLines(text, value);
  const body = text.slice(lineEnd(text, pair.key.end), end).replace(/\n$/, "").split("\n");
  return [
    "  pairs:",
    ...body.map((line) =>
      line.trim() === "" ? "" : `    ${line.slice(0, column).trim() === "" ? line.slice(column) : line.trimStart()}`,
    ),
  ];
}
