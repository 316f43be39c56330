import { itemsAt, keyText, type MappingNode } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { spanOf } from "../kustomize/wording.ts";
import { type ArgoFinding, applicationRule } from "./argoRule.ts";
import { replaceText, textsAt } from "./fields.ts";
import { problemOfOption } from "./syncOptions.ts";

/** A sync option that is none is ignored (argo-cd controller/sync.go). */
export const syncOptionUnknown = applicationRule({
  id: "ARGO-SYNCOPT-UNKNOWN",
  summary: "A sync option of an Application is none that Argo CD knows.",
  severity: "warning",
  *check({ spec, text }) {
    yield* mappings(spec, text);
    for (const option of textsAt(spec, "syncPolicy", "syncOptions")) {
      const problem = problemOfOption(option.value, "application");
      if (!problem) continue;
      const found = `Argo CD knows no sync option \`${option.value}\` and ignores it; options are compared letter by letter.`;
      if (problem.type === "misplaced") {
        const message = `\`${option.value}\` is ignored here: it is for single objects. Write it into their annotation \`argocd.argoproj.io/sync-options\`.`;
        yield { span: spanOf(option), message };
      } else if (problem.suggestion === undefined) yield { span: spanOf(option), message: found };
      else {
        const message = `${found} Did you mean \`${problem.suggestion}\`?`;
        yield { span: spanOf(option), message, fixes: [replaceText(option, problem.suggestion)] };
      }
    }
  },
});

/** `Option: true` instead of `Option=true`: the API server refuses the object, as an option is text. */
function* mappings(spec: MappingNode, text: string): Iterable<ArgoFinding> {
  for (const item of itemsAt(spec, "syncPolicy", "syncOptions")) {
    const pair = item.type === "mapping" && item.pairs.length === 1 ? item.pairs[0] : undefined;
    if (pair?.value.type !== "scalar" || isTemplated(text.slice(item.start, item.end))) continue;
    const written = `${keyText(pair)}=${String(pair.value.value ?? "")}`;
    const problem = problemOfOption(written, "application");
    const option = problem?.type === "unknown" ? problem.suggestion : written;
    if (option === undefined) continue;
    const message = `A sync option is text with \`=\`, but the colon makes this a mapping, which Argo CD refuses. Write \`${option}\`.`;
    const edits = [{ span: spanOf(item), newText: option }];
    const fixes = [{ title: `Change to \`${option}\``, edits, preferred: true } as const];
    yield { span: spanOf(item), severity: "error", message, fixes };
  }
}
