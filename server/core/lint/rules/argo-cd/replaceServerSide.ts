import { pairOf } from "../../../manifest/node.ts";
import { removeItem } from "../edits/lists.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { mappingAt, textsAt } from "./fields.ts";

/** An object that is replaced is not applied (gitops-engine pkg/sync applyObject asks for Replace first). */
export const replaceServerSide = applicationRule({
  id: "ARGO-REPLACE-SSA",
  summary: "`Replace=true` makes `ServerSideApply=true` ineffective.",
  severity: "warning",
  *check({ spec, text }) {
    const list = pairOf(mappingAt(spec, "syncPolicy"), "syncOptions");
    const options = textsAt(spec, "syncPolicy", "syncOptions");
    const replace = options.find(({ value }) => value === "Replace=true");
    const serverSide = options.find(({ value }) => value === "ServerSideApply=true");
    if (!list || !replace || !serverSide) return;
    const message =
      "`Replace=true` wins over `ServerSideApply=true`: objects are replaced or created and never applied on the server. Remove one of them.";
    const fixes = [replace, serverSide].map((option) => ({
      title: `Remove \`${option.value}\``,
      edits: removeItem(text, list, option),
    }));
    yield { span: spanOf(serverSide), message, fixes };
  },
});
