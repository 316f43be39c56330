import { asString, effectivePairs, itemsAt, type ScalarNode, stringAt, type YamlNode } from "../../../manifest/node.ts";
import type { Span } from "../../../text/span.ts";
import { mappingAt } from "../objectRule.ts";
import { scanTemplate, type TemplateScan } from "./templateActions.ts";

/** A template that an ExternalSecret holds, with its actions. */
export interface TemplateText extends TemplateScan {
  readonly node: ScalarNode & { readonly value: string };
}

/** The templates of an ExternalSecret: values of its Secret, labels and annotations, and literal templates. */
export function templatesOf(spec: YamlNode): readonly TemplateText[] {
  const template = mappingAt(spec, "target", "template");
  if (!template) return [];
  const maps = [
    mappingAt(template, "data"),
    mappingAt(template, "metadata", "labels"),
    mappingAt(template, "metadata", "annotations"),
  ];
  const values = maps.flatMap((map) => (map ? [...effectivePairs(map).values()].map(({ value }) => value) : []));
  const literals = itemsAt(template, "templateFrom").map((item) => stringAt(item, "literal"));
  return [...values, ...literals].flatMap((value) => {
    const node = asString(value);
    return node?.value.includes("{{") ? [{ node, ...scanTemplate(node.value) }] : [];
  });
}

/** A part of a template at its place in the document; the whole first line where it is written in another form. */
export function placeOf(
  { node }: TemplateText,
  part: Span,
  text: string,
): { readonly span: Span; readonly isExact: boolean } {
  const lineStart = node.value.lastIndexOf("\n", part.start - 1) + 1;
  const lineBreak = node.value.indexOf("\n", part.start);
  const line = node.value.slice(lineStart, lineBreak < 0 ? node.value.length : lineBreak);
  const at = text.indexOf(line, node.start);
  const start = at + part.start - lineStart;
  if (
    at >= 0 &&
    at + line.length <= node.end &&
    !line.slice(part.start - lineStart, part.end - lineStart).includes("\n")
  )
    return { span: { start, end: Math.min(start + part.end - part.start, at + line.length) }, isExact: true };
  const end = text.indexOf("\n", node.start);
  return { span: { start: node.start, end: end < 0 ? node.end : Math.min(end, node.end) }, isExact: false };
}
