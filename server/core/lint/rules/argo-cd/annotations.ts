import type { StringNode } from "../../../manifest/manifest.ts";
import { asString, valueAt } from "../../../manifest/node.ts";
import type { Span } from "../../../text/span.ts";
import { isTemplated } from "../../../text/templated.ts";
import type { Finding, Fix } from "../../finding.ts";
import type { Rule } from "../../rule.ts";
import { replaceWith } from "../kustomize/wording.ts";

/** A rule about an annotation that Argo CD reads from whatever it deploys. */
export interface AnnotationRule extends Pick<Rule, "id" | "summary" | "documentation"> {
  readonly annotation: string;
  check(value: StringNode): Iterable<Pick<Finding, "message" | "span" | "fixes">>;
}

/** Makes a rule that runs on every manifest whose text has the annotation. */
export function annotationRule(rule: AnnotationRule): Rule {
  const { id, summary, documentation = "", annotation } = rule;
  return {
    id,
    summary,
    severity: "warning",
    needs: "document",
    documentation,
    appliesTo: ({ document }) => document.text.includes(annotation),
    *check({ manifest }) {
      // Anything but a string is a mistake that the schema tells.
      const value = asString(valueAt(manifest.root, "metadata", "annotations", annotation));
      if (!value || isTemplated(value.value)) return;
      for (const finding of rule.check(value)) yield { code: id, severity: "warning", documentation, ...finding };
    },
  };
}

/** One of the values that are separated by commas, with its place. */
export interface ListedValue {
  readonly text: string;
  readonly span: Span;
  /** Puts another value in its place. */
  replace(text: string): Fix;
}

/** The values of an annotation (gitops-engine pkg/sync/resource GetAnnotationCSVs); empty ones do not count. */
export function listedValues(node: StringNode): readonly ListedValue[] {
  const quote = node.style === "plain" ? 0 : 1;
  const isLiteral = node.end - node.start === node.value.length + 2 * quote;
  const found: ListedValue[] = [];
  let at = 0;
  for (const part of node.value.split(",")) {
    const text = part.trim();
    const start = at + part.indexOf(text);
    const end = start + text.length;
    at += part.length + 1;
    if (text === "") continue;
    const span = isLiteral
      ? { start: node.start + quote + start, end: node.start + quote + end }
      : { start: node.start, end: node.end };
    const replace = (other: string): Fix =>
      isLiteral
        ? { title: `Change to \`${other}\``, edits: [{ span, newText: other }], preferred: true }
        : replaceWith(node, node.value.slice(0, start) + other + node.value.slice(end));
    found.push({ text, span, replace });
  }
  return found;
}
