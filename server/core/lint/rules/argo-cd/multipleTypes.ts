import { pairOf } from "../../../manifest/node.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { removeField } from "./fields.ts";
import { sourcesOf, toolsOf } from "./sources.ts";

/** A source is rendered with one tool (ApplicationSource.ExplicitType). */
export const multipleTypes = applicationRule({
  id: "ARGO-MULTI-TYPE",
  summary: "A source asks for several tools at once.",
  severity: "error",
  *check({ spec, text }) {
    for (const { node } of sourcesOf(spec)) {
      const tools = toolsOf(node);
      const pairs = tools.flatMap((tool) => pairOf(node, tool) ?? []).toSorted((a, b) => a.key.start - b.key.start);
      const [first, ...others] = pairs;
      if (!first) continue;
      for (const pair of others) {
        const names = `\`${String(first.key.value)}\` and \`${String(pair.key.value)}\``;
        const message = `This source has both ${names}, but Argo CD renders a source with one tool and refuses this one. Keep one of them.`;
        const fixes = [pair, first].flatMap((each) => removeField(text, node, each) ?? []);
        yield { span: spanOf(pair.key), message, fixes };
      }
    }
  },
});
