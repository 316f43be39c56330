import type { Manifest, StringNode } from "../../manifest/manifest.ts";
import { asString, type MappingNode, pairOf, resolveAlias, valueAt, type YamlNode } from "../../manifest/node.ts";
import type { Span } from "../../text/span.ts";
import { isTemplated, isUnrendered } from "../../text/templated.ts";
import type { Finding, Fix } from "../finding.ts";
import type { Rule, RuleContext } from "../rule.ts";
import { columnOf, insertLines } from "./edits/lines.ts";
import { linesOfPair, removePair } from "./edits/lists.ts";

/** A finding without what the rule says for all of its findings; `at` is the place, given as any node. */
export interface ObjectFinding extends Omit<Finding, "code" | "severity" | "span"> {
  readonly at: Span;
  readonly severity?: Finding["severity"];
}

/** A rule about objects of some kinds of one API group, before it is made a {@link Rule}. */
export interface ObjectRule extends Pick<Rule, "id" | "summary" | "severity" | "needs"> {
  readonly documentation: string;
  /** The API group, and the kinds of it that the rule is about. */
  readonly group: string;
  readonly kinds: readonly string[];
  check(context: RuleContext): Iterable<ObjectFinding>;
}

/**
 * Makes a rule about objects of some kinds. It leaves documents alone that cannot be read as YAML: what the reader makes
 * of them is not what the user wrote.
 */
export function objectRule(rule: ObjectRule): Rule {
  const { id, summary, severity, needs, documentation, group, kinds } = rule;
  return {
    id,
    summary,
    severity,
    needs,
    documentation,
    isAbout: (gvk) => gvk.group === group && kinds.includes(gvk.kind),
    *check(context) {
      if (isUnreadable(context.manifest)) return;
      for (const { at, ...finding } of rule.check(context)) {
        yield { code: id, severity, documentation, ...finding, span: { start: at.start, end: at.end } };
      }
    },
  };
}

/** Whether a document is no proper YAML, or a template that has not been rendered yet. */
export function isUnreadable({ document }: Manifest): boolean {
  return document.problems.some(({ code }) => code === "yaml/syntax") || isUnrendered(document.text);
}

/** The string under a chain of keys, unless another tool still has to fill it in. */
export function plainStringAt(
  node: YamlNode | undefined,
  ...path: readonly (string | number)[]
): StringNode | undefined {
  const text = asString(valueAt(node, ...path));
  return text && !isTemplated(text.value) ? text : undefined;
}

/** Whether `true` stands under a chain of keys. */
export function isTrueAt(node: YamlNode | undefined, ...path: readonly (string | number)[]): boolean {
  const value = resolveAlias(valueAt(node, ...path));
  return value?.type === "scalar" && value.value === true;
}

/** The mapping under a chain of keys. */
export function mappingAt(node: YamlNode | undefined, ...path: readonly (string | number)[]): MappingNode | undefined {
  const value = resolveAlias(valueAt(node, ...path));
  return value?.type === "mapping" ? value : undefined;
}

/** Whether something other than null stands under a chain of keys. */
export function isSetAt(node: YamlNode | undefined, ...path: readonly (string | number)[]): boolean {
  const value = resolveAlias(valueAt(node, ...path));
  return value !== undefined && !(value.type === "scalar" && value.value === null);
}

/** Whether a mapping has no other fields: one that is misspelt is reported as such, and says what was meant. */
export function hasOnly(mapping: MappingNode, fields: ReadonlySet<string>): boolean {
  return mapping.pairs.every(({ key }) => fields.has(String(key.value)));
}

/** Removes a field with its lines; none where it stands on one line with others or is the only one. */
export function removeFieldFix(text: string, holder: YamlNode | undefined, key: string): readonly Fix[] {
  const mapping = resolveAlias(holder);
  const pair = pairOf(mapping, key);
  if (mapping?.type !== "mapping" || !pair || mapping.flow || !mapping.pairs.includes(pair)) return [];
  // What stands behind a dash shares its line with it, and a mapping without its last field is another value.
  if (
    mapping.pairs.length < 2 ||
    !/^[ \t]*$/.test(text.slice(text.lastIndexOf("\n", pair.key.start - 1) + 1, pair.key.start))
  )
    return [];
  return [{ title: `Remove \`${key}\``, edits: [removePair(text, pair)], preferred: true }];
}

/** Adds a field with a value of one line below another field of a block mapping; none where that is not safe. */
export function addFieldFix(
  text: string,
  holder: YamlNode | undefined,
  after: string,
  lines: readonly [first: string, ...rest: readonly string[]],
): readonly Fix[] {
  const mapping = resolveAlias(holder);
  const pair = pairOf(mapping, after);
  if (mapping?.type !== "mapping" || !pair || mapping.flow || !mapping.pairs.includes(pair)) return [];
  const blank = " ".repeat(columnOf(text, pair.key.start));
  const edit = insertLines(
    text,
    linesOfPair(text, pair).end,
    lines.map((line) => blank + line),
  );
  return [{ title: `Add \`${lines.map((line) => line.trim()).join(" ")}\``, edits: [edit], preferred: true }];
}
