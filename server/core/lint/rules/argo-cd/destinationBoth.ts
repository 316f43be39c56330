import { pairOf } from "../../../manifest/node.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isGiven, mappingAt, removeField } from "./fields.ts";

/** A cluster is named one way (argo-cd util/argo GetDestinationServer). */
export const destinationBoth = applicationRule({
  id: "ARGO-DEST-BOTH",
  summary: "A destination names its cluster both by name and by address.",
  severity: "error",
  *check({ spec, text }) {
    const destination = mappingAt(spec, "destination");
    const name = pairOf(destination, "name");
    const server = pairOf(destination, "server");
    if (!destination || !name || !server || !isGiven(destination, "name") || !isGiven(destination, "server")) return;
    const [first, second] = name.key.start < server.key.start ? [name, server] : [server, name];
    const message =
      "The destination has both `name` and `server`, and Argo CD refuses that even when they mean the same cluster. Keep one of them.";
    const fixes = [second, first].flatMap((pair) => removeField(text, destination, pair) ?? []);
    yield { span: spanOf(second.key), message, fixes };
  },
});
