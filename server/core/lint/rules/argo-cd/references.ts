import type { StringNode } from "../../../manifest/manifest.ts";
import type { MappingNode } from "../../../manifest/node.ts";
import type { Span } from "../../../text/span.ts";
import { mappingsAt, textAt, textsAt } from "./fields.ts";

/** A value file or file parameter that starts with `$name/`: the name and its place, dollar included. */
export interface SourceReference {
  readonly name: string;
  readonly span: Span;
}

/** What Argo CD replaces in paths; not the name of a source (argo-cd reposerver newEnv). */
const environment = /^(?:ARGOCD_|KUBE_VERSION$|KUBE_API_VERSIONS$)/;

/** The references to other sources that the Helm part of a source makes. */
export function sourceReferences(source: MappingNode): readonly SourceReference[] {
  const files = textsAt(source, "helm", "valueFiles");
  const parameters = mappingsAt(source, "helm", "fileParameters").flatMap((each) => textAt(each, "path") ?? []);
  return [...files, ...parameters].flatMap((node) => {
    const name = /^\$([^/$]+)\//.exec(node.value)?.[1];
    return name === undefined || environment.test(name) ? [] : [{ name, span: spanOfName(node, name) }];
  });
}

function spanOfName(node: StringNode, name: string): Span {
  const quote = node.style === "plain" ? 0 : 1;
  const isLiteral = node.end - node.start === node.value.length + 2 * quote;
  if (!isLiteral) return { start: node.start, end: node.end };
  return { start: node.start + quote, end: node.start + quote + 1 + name.length };
}
