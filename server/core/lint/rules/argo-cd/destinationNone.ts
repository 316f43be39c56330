import { setField } from "../../../schema/edits.ts";
import { applicationRule } from "./argoRule.ts";
import { hasMisspelt, isGiven, keySpan, mappingAt } from "./fields.ts";

const own = "https://kubernetes.default.svc";

/** Without a cluster there is nowhere to deploy to (argo-cd util/argo GetDestinationServer). */
export const destinationNone = applicationRule({
  id: "ARGO-DEST-NONE",
  summary: "A destination does not say which cluster.",
  severity: "error",
  judgesAbsence: true,
  *check({ spec, text }) {
    const destination = mappingAt(spec, "destination");
    if (!destination || isGiven(destination, "name") || isGiven(destination, "server")) return;
    const hasMerge = destination.pairs.some(({ key }) => key.value === "<<");
    if (hasMerge || hasMisspelt(destination, ["server", "name"])) return;
    const message = `The destination has neither \`server\` nor \`name\`: Argo CD doesn't know which cluster is meant. Its own cluster is \`server: ${own}\`.`;
    const edits = setField(text, destination, { name: "server", flow: own, block: () => ` ${own}` });
    const fixes = edits.length > 0 ? [{ title: `Add \`server: ${own}\``, edits, preferred: true as const }] : [];
    yield { span: keySpan(spec, "destination"), message, fixes };
  },
});
