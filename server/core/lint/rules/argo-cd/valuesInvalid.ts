import type { StringNode } from "../../../manifest/manifest.ts";
import { type MappingNode, pairOf } from "../../../manifest/node.ts";
import { parseYamlFile } from "../../../manifest/parseYamlFile.ts";
import { renameKey } from "../../../schema/edits.ts";
import type { Span } from "../../../text/span.ts";
import { isTemplated } from "../../../text/templated.ts";
import { embeddedSpan } from "../kustomize/embedded.ts";
import { type ArgoFinding, applicationRule } from "./argoRule.ts";
import { keySpan, mappingAt, textAt } from "./fields.ts";
import { sourcesOf } from "./sources.ts";

/** `values` is handed to Helm as a values file, which has to be a mapping. */
export const valuesInvalid = applicationRule({
  id: "ARGO-VALUES-INVALID",
  summary: "Helm values that are to be text are none, or their text is no YAML mapping.",
  severity: "error",
  *check({ spec, text }) {
    for (const { node } of sourcesOf(spec)) {
      const helm = mappingAt(node, "helm");
      yield* mapping(helm, text);
      const values = textAt(helm, "values");
      if (!helm || !values || mappingAt(helm, "valuesObject") || isTemplated(values.value)) continue;
      const wrong = problemOf(values, text);
      if (!wrong) continue;
      const message = `\`values\` ${wrong.what}, so Helm can't render the chart. Write \`key: value\` lines, or use \`valuesObject\`.`;
      yield { span: wrong.span ?? keySpan(helm, "values"), message };
    }
  },
});

/** Values as YAML instead of text: the API server refuses them in this field, but there is one for them. */
function* mapping(helm: MappingNode | undefined, text: string): Iterable<ArgoFinding> {
  const pair = pairOf(helm, "values");
  if (pair?.value.type !== "mapping" || pair.value.pairs.length === 0) return;
  const isLong = text.slice(pair.value.start, pair.value.end).includes("\n");
  const { start, end } = isLong ? pair.key : pair.value;
  const canRename = helm?.pairs.includes(pair) && !pairOf(helm, "valuesObject");
  yield {
    span: { start, end },
    message: "`values` takes text, but this is a mapping, which Argo CD refuses. Values as YAML go in `valuesObject`.",
    fixes: canRename
      ? [{ title: "Rename to `valuesObject`", edits: renameKey(pair, "valuesObject"), preferred: true }]
      : [],
  };
}

function problemOf(values: StringNode, text: string): { readonly what: string; readonly span?: Span } | undefined {
  const documents = parseYamlFile("", values.value).entries.map(({ document }) => document);
  const [document] = documents;
  if (!document || documents.length > 1) return undefined;
  const syntax = document.problems.find(({ code }) => code === "yaml/syntax");
  if (syntax) {
    const at = { ...syntax.span, type: "scalar", value: null, style: "plain" } as const;
    const span = embeddedSpan(text, values, at);
    return { what: "is no proper YAML", ...(span && { span }) };
  }
  const { root } = document;
  if (root?.type === "sequence") return { what: "is a list instead of a mapping" };
  if (root?.type === "scalar" && root.value !== null) return { what: "is plain text instead of a mapping" };
  return undefined;
}
