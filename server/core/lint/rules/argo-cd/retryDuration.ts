import { resolveAlias, valueAt } from "../../../manifest/node.ts";
import { isGoDuration } from "../../../text/goDuration.ts";
import { durationAdvice } from "../durationAdvice.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { textAt } from "./fields.ts";

/** A failed sync is not retried when its waiting time can't be read (argo-cd v1alpha1 RetryStrategy.NextRetryAt). */
export const retryDuration = applicationRule({
  id: "ARGO-RETRY-DUR",
  summary: "The waiting time before a retry can't be read, or does not grow.",
  severity: "warning",
  *check({ spec }) {
    const backoff = valueAt(spec, "syncPolicy", "retry", "backoff");
    for (const field of ["duration", "maxDuration"]) {
      const value = textAt(backoff, field);
      // A number alone means seconds.
      if (!value || isGoDuration(value.value) || /^[-+]?[0-9]+$/.test(value.value)) continue;
      const message = `\`${value.value}\` is no duration, so a failed sync is not retried. ${durationAdvice(value.value)}`;
      yield { span: spanOf(value), message };
    }
    const factor = resolveAlias(valueAt(backoff, "factor"));
    if (factor?.type !== "scalar" || typeof factor.value !== "number" || factor.value >= 1) return;
    const message = "With a factor below 1 the retries after the first one come without any wait. Write 1 or more.";
    yield { span: spanOf(factor), message };
  },
});
