import { asString, type MappingNode, valueAt } from "../../../manifest/node.ts";
import { isGoDuration } from "../../../text/goDuration.ts";
import type { Span } from "../../../text/span.ts";
import { isTemplated } from "../../../text/templated.ts";
import { durationAdvice } from "../durationAdvice.ts";
import { replaceWith, spanOf } from "../kustomize/wording.ts";
import { type ArgoFinding, projectRule } from "./argoRule.ts";
import { scheduleProblem } from "./cron.ts";
import { hasMisspelt, isGiven, keySpan, mappingsAt, textAt } from "./fields.ts";

const targets = ["applications", "namespaces", "clusters"];
const blocks = "no Application that the window is for can be synced.";

/** A window that can't be read stops every sync it is for (argo-cd v1alpha1 SyncWindows.CanSync, SyncWindow.Validate). */
export const projectWindow = projectRule({
  id: "PROJ-WINDOW",
  summary: "A sync window can't be read, or is for nothing.",
  severity: "error",
  judgesAbsence: true,
  *check({ spec }) {
    for (const window of mappingsAt(spec, "syncWindows")) {
      if (hasMisspelt(window, [...targets, "kind", "schedule", "duration"])) continue;
      if (targets.every((field) => !isGiven(window, field))) {
        const message =
          "This window is for nothing, so it has no effect. Add `applications`, `namespaces` or `clusters` (`'*'` for all).";
        yield { span: keySpan(window, "kind"), message, severity: "warning" };
        continue;
      }
      yield* kindProblem(window);
      yield* timeProblems(window);
    }
  },
});

function* kindProblem(window: MappingNode): Iterable<ArgoFinding> {
  const kind = textAt(window, "kind");
  const isOpen = !kind && isGiven(window, "kind");
  if (isOpen || kind?.value === "allow" || kind?.value === "deny") return;
  const message = "The kind of a window is `allow` or `deny`, in lower case; any other has no effect.";
  const meant = kind?.value.toLowerCase();
  const fixes = kind && (meant === "allow" || meant === "deny") ? [replaceWith(kind, meant)] : [];
  yield { span: kind ? spanOf(kind) : keySpan(window, "schedule"), message, fixes, severity: "warning" };
}

function* timeProblems(window: MappingNode): Iterable<ArgoFinding> {
  const schedule = written(window, "schedule");
  const problem = schedule && scheduleProblem(schedule.text);
  if (schedule && problem) yield { span: schedule.span, message: `${problem} Until then ${blocks}` };
  const duration = written(window, "duration");
  if (!duration || isGoDuration(duration.text)) return;
  const found = duration.text === "" ? "The window has no duration" : `\`${duration.text}\` is no duration`;
  yield { span: duration.span, message: `${found}: ${blocks} ${durationAdvice(duration.text)}` };
}

/** The text of a field, empty when it is absent; undefined when it can't be judged. */
function written(window: MappingNode, field: string): { readonly text: string; readonly span: Span } | undefined {
  const node = valueAt(window, field);
  const value = asString(node);
  if (node && isGiven(window, field) && (!value || isTemplated(value.value))) return undefined;
  return { text: value?.value ?? "", span: value && value.value !== "" ? spanOf(value) : keySpan(window, field) };
}
