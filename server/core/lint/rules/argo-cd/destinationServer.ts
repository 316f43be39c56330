import { pairOf } from "../../../manifest/node.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isGiven, mappingAt, textAt } from "./fields.ts";

/** A cluster is found by the address in its Secret, or by its name (argo-cd util/argo GetDestinationCluster). */
export const destinationServer = applicationRule({
  id: "ARGO-DEST-SERVER",
  summary: "A destination has the name of a cluster where its address belongs.",
  severity: "warning",
  *check({ spec }) {
    const destination = mappingAt(spec, "destination");
    const server = textAt(destination, "server");
    const key = pairOf(destination, "server")?.key;
    if (!server || !key || isGiven(destination, "name") || !/^[A-Za-z0-9_-]+$/.test(server.value)) return;
    const message = `\`server\` is the address of a cluster's API server, such as \`https://kubernetes.default.svc\`, and \`${server.value}\` looks like a name: Argo CD looks for a cluster with this address. Write \`name: ${server.value}\`.`;
    const edits = [{ span: { start: key.start, end: key.end }, newText: "name" }];
    yield { span: spanOf(server), message, fixes: [{ title: "Rename `server` to `name`", edits, preferred: true }] };
  },
});
