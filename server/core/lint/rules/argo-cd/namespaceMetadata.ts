import { itemsAt, type MappingNode, pairOf } from "../../../manifest/node.ts";
import { setField } from "../../../schema/edits.ts";
import type { TextEdit } from "../../../text/span.ts";
import { addItems } from "../edits/lists.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isGiven, mappingAt, textsAt } from "./fields.ts";
import { problemOfOption } from "./syncOptions.ts";

const option = "CreateNamespace=true";

/** Argo CD manages the namespace only when it may create it (argo-cd controller/sync.go, sync_namespace.go). */
export const namespaceMetadata = applicationRule({
  id: "ARGO-NSMETA-NO-CREATE",
  summary: "Metadata for the namespace is ignored because Argo CD does not manage it.",
  severity: "warning",
  judgesAbsence: true,
  *check({ spec, text }) {
    const policy = mappingAt(spec, "syncPolicy");
    const metadata = pairOf(policy, "managedNamespaceMetadata");
    if (!policy || !metadata || !isGiven(policy, "managedNamespaceMetadata")) return;
    const options = textsAt(policy, "syncOptions");
    if (options.length < itemsAt(policy, "syncOptions").length) return;
    if (options.some(({ value }) => value === option || isMeant(value))) return;
    const edits = additionOf(text, policy);
    const message = `\`managedNamespaceMetadata\` has an effect only with the sync option \`${option}\`. Add it to \`syncOptions\`.`;
    const fixes = edits ? [{ title: `Add \`${option}\``, edits, preferred: true as const }] : [];
    yield { span: spanOf(metadata.key), message, fixes };
  },
});

/** A misspelt option is told where it stands. */
function isMeant(value: string): boolean {
  const problem = problemOfOption(value, "application");
  return problem?.type === "unknown" && problem.suggestion === option;
}

function additionOf(text: string, policy: MappingNode): readonly TextEdit[] | undefined {
  if (itemsAt(policy, "syncOptions").length > 0)
    return policy.flow ? undefined : addItems(text, policy, "syncOptions", [[option]]);
  const block = (indent: string): string => `\n${indent}  - ${option}`;
  return setField(text, policy, { name: "syncOptions", flow: `[${option}]`, block });
}
