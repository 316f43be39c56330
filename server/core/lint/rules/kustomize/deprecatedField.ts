import { fieldPair } from "../../../graph/kustomize/fields.ts";
import { type Pair, pairOf, type YamlNode } from "../../../manifest/node.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Fix } from "../../finding.ts";
import type { Rule } from "../../rule.ts";
import { addItemLines, itemLines, linesOfPair, type Position, removePair } from "../edits/lists.ts";
import { isNull } from "../edits/nulls.ts";
import { type KustomizeContext, kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** What is said and done about a deprecated field. */
export interface Deprecation {
  readonly id: string;
  readonly field: string;
  readonly replacement: string;
  /** The edits that replace the field; undefined where that would change what is built. */
  rewrite(pair: Pair, context: KustomizeContext): readonly TextEdit[] | undefined;
  /** Why there is no rewrite, as a sentence. */
  readonly obstacle: string;
}

/** A rule about one deprecated field of kustomization files (kustomize types CheckDeprecatedFields). */
export function deprecatedField({ id, field, replacement, rewrite, obstacle }: Deprecation): Rule {
  return kustomizeRule({
    id,
    summary: `\`${field}\` is deprecated in favour of \`${replacement}\`.`,
    severity: "warning",
    needs: "content",
    fields: [field],
    *check(context) {
      const pair = fieldPair(context.root.fields.root, field);
      if (!pair || isNull(pair.value)) return;
      const edits = rewrite(pair, context);
      const fixes: readonly Fix[] = edits
        ? [{ title: `Replace \`${field}\` by \`${replacement}\``, edits, preferred: true }]
        : [];
      const advice = edits ? "" : ` ${obstacle}`;
      const message = `\`${field}\` is deprecated and will be removed from kustomize; use \`${replacement}\`.${advice}`;
      yield { span: spanOf(pair.key), message, fixes, tags: ["deprecated"] };
    },
  });
}

/** Where the items of a list go, and what is put before each of them. */
export interface ListMove {
  readonly to: string;
  readonly position: Position;
  prefix?(item: YamlNode): string;
}

/** Moves the items of a list to another list, or renames the key when the other list is not there yet. */
export function moveList(
  pair: Pair,
  { root, text }: KustomizeContext,
  { to, position, prefix }: ListMove,
): readonly TextEdit[] | undefined {
  const mapping = root.fields.root;
  const target = pairOf(mapping, to);
  if (!target && !prefix) return [{ span: spanOf(pair.key), newText: to }];
  const lines = itemLines(text, pair, prefix);
  if (!lines) return undefined;
  if (target) {
    const added = addItemLines(text, mapping, to, lines, position);
    return added && [...added, removePair(text, pair)];
  }
  return replaceList(pair, text, to, lines);
}

/** Writes a list under a new key in the place of a pair. */
export function replaceList(pair: Pair, text: string, key: string, lines: readonly string[]): readonly TextEdit[] {
  const list = pair.value;
  const first = list.type === "sequence" ? list.items[0] : undefined;
  const isBlock = list.type === "sequence" && !list.flow && first;
  const dash = isBlock ? text.lastIndexOf("-", first.start - 1) : -1;
  const indent = isBlock ? dash - (text.lastIndexOf("\n", dash) + 1) : 2;
  const body = lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line));
  const comment = isBlock ? text.slice(pair.key.end, text.indexOf("\n", pair.key.end)) : ":";
  return [{ span: linesOfPair(text, pair), newText: `${[key + comment, ...body].join("\n")}\n` }];
}
