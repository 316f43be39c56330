import { pairOf } from "../../../manifest/node.ts";
import type { Fix } from "../../finding.ts";
import { removeItem } from "../edits/lists.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isTrue, mappingAt, mappingsAt, textAt } from "./fields.ts";
import { sourcesOf } from "./sources.ts";

/** Parameters are kept by name, the last one wins (argo-cd reposerver helmTemplate). */
export const parameterDuplicate = applicationRule({
  id: "ARGO-PARAM-DUP",
  summary: "A Helm parameter is set twice.",
  severity: "warning",
  *check({ spec, text }) {
    for (const { node } of sourcesOf(spec)) {
      const helm = mappingAt(node, "helm");
      const list = pairOf(helm, "parameters");
      const parameters = mappingsAt(helm, "parameters");
      for (const [at, parameter] of parameters.entries()) {
        const name = textAt(parameter, "name");
        const later = parameters.slice(at + 1).filter((each) => textAt(each, "name")?.value === name?.value);
        if (!name || !list || later.length === 0) continue;
        const isSame = later.some((each) => isTrue(each, "forceString") === isTrue(parameter, "forceString"));
        const fixes: readonly Fix[] = isSame
          ? [{ title: "Remove this one", edits: removeItem(text, list, parameter), preferred: true }]
          : [];
        const message = `\`${name.value}\` is set again below. The last value counts: remove one of them.`;
        yield { span: spanOf(name), message, tags: ["unnecessary"], fixes };
      }
    }
  },
});
