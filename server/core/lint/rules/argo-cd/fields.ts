import type { StringNode } from "../../../manifest/manifest.ts";
import {
  asString,
  itemsAt,
  keyText,
  type MappingNode,
  type Pair,
  pairOf,
  resolveAlias,
  valueAt,
  type YamlNode,
} from "../../../manifest/node.ts";
import { removePair as removeFlowPair } from "../../../schema/edits.ts";
import { closest } from "../../../schema/suggest.ts";
import type { Span, TextEdit } from "../../../text/span.ts";
import { isTemplated } from "../../../text/templated.ts";
import type { Fix } from "../../finding.ts";
import { lineStart } from "../edits/lines.ts";
import { removePair } from "../edits/lists.ts";
import { replaceWith } from "../kustomize/wording.ts";

/** The mapping under a chain of keys. */
export function mappingAt(node: YamlNode | undefined, ...path: readonly (string | number)[]): MappingNode | undefined {
  const value = resolveAlias(valueAt(node, ...path));
  return value?.type === "mapping" ? value : undefined;
}

/** The mappings in the list under a chain of keys. */
export function mappingsAt(node: YamlNode | undefined, ...path: readonly string[]): readonly MappingNode[] {
  return itemsAt(node, ...path).flatMap((item) => mappingAt(item) ?? []);
}

/** The strings in the list under a chain of keys, without those that another tool fills in. */
export function textsAt(node: YamlNode | undefined, ...path: readonly string[]): readonly StringNode[] {
  return itemsAt(node, ...path).flatMap((item) => {
    const text = asString(item);
    return text && !isTemplated(text.value) ? [text] : [];
  });
}

/** The string under a chain of keys; undefined when it is empty, or when another tool fills it in. */
export function textAt(node: YamlNode | undefined, ...path: readonly string[]): StringNode | undefined {
  const text = asString(valueAt(node, ...path));
  return text && text.value !== "" && !isTemplated(text.value) ? text : undefined;
}

/** Whether a field holds more than Go's zero value: Argo CD takes an empty field for an absent one. */
export function isGiven(node: YamlNode | undefined, key: string): boolean {
  return !isZero(pairOf(node, key)?.value);
}

function isZero(node: YamlNode | undefined): boolean {
  const value = resolveAlias(node);
  if (!value) return true;
  if (value.type === "mapping") return value.pairs.every((pair) => isZero(pair.value));
  if (value.type === "sequence") return value.items.length === 0;
  return value.value === null || value.value === "" || value.value === false || value.value === 0;
}

/** Whether one of some fields may be there under a misspelt name, which the schema tells already. */
export function hasMisspelt(mapping: MappingNode, fields: readonly string[]): boolean {
  return mapping.pairs.some((pair) => {
    const name = keyText(pair);
    return !fields.includes(name) && closest(name, fields) !== undefined;
  });
}

/** Whether a field is written and `true`. */
export function isTrue(node: YamlNode | undefined, key: string): boolean {
  const value = resolveAlias(pairOf(node, key)?.value);
  return value?.type === "scalar" && value.value === true;
}

/** Takes a field out of its mapping; undefined when it comes from elsewhere (an alias, a merge). */
export function removeField(text: string, mapping: MappingNode, pair: Pair): Fix | undefined {
  if (!mapping.pairs.includes(pair)) return undefined;
  return { title: `Remove \`${String(pair.key.value)}\``, edits: removal(text, mapping, pair) };
}

function removal(text: string, mapping: MappingNode, pair: Pair): readonly TextEdit[] {
  const startsLine = text.slice(lineStart(text, pair.key.start), pair.key.start).trim() === "";
  const hasLines = !mapping.flow && startsLine && mapping.pairs.length > 1;
  return hasLines ? [removePair(text, pair)] : removeFlowPair(text, mapping, pair);
}

/** Fixes that exist, the first one being the one to take. */
export function preferring(...fixes: readonly (Fix | undefined)[]): readonly Fix[] {
  const there = fixes.flatMap((fix) => fix ?? []);
  return there.map((fix, at) => (at === 0 ? { ...fix, preferred: true } : fix));
}

/** The span of the key of a field, or of the whole mapping where it is absent. */
export function keySpan(mapping: MappingNode, key: string): Span {
  const { start, end } = pairOf(mapping, key)?.key ?? mapping.pairs[0]?.key ?? mapping;
  return { start, end };
}

/** Text that is the same string in YAML without quotes, wherever it stands. */
const plainText = /^[A-Za-z/][A-Za-z0-9/.~=_-]*$/;

/** Writes another string in place of one, without quotes where there were none and none are needed. */
export function replaceText(node: StringNode, value: string): Fix {
  const staysPlain = node.style === "plain" && plainText.test(value) && /[/=]/.test(value);
  if (!staysPlain) return replaceWith(node, value);
  const span = { start: node.start, end: node.end };
  return { title: `Change to \`${value}\``, edits: [{ span, newText: value }], preferred: true };
}
