import { jsonAt, textAt } from "../../../core/cluster/liveObject.ts";
import type { Ask } from "./discovery.ts";

/** A right as a SelfSubjectAccessReview asks for it (authorization.k8s.io/v1 ResourceAttributes). */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** "" for all namespaces, and for objects of the cluster. */
  readonly namespace: string;
  readonly name?: string;
}

/** Whether a right is granted; `unknown` where the API server does not answer such questions. */
export type Verdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "denied"; readonly reason?: string }
  | { readonly kind: "unknown" };

/** Milliseconds for which an answer counts. */
const validity = 60_000;

/** With more answers than this, those that do not count any more are thrown away. */
const maximumAnswers = 500;

/** Asks the API server what its user may do; answers count for a minute. */
export function createAccessReviews(ask: Ask, now: () => number = Date.now): (right: Right) => Promise<Verdict> {
  const answers = new Map<string, { readonly until: number; readonly verdict: Promise<Verdict> }>();
  return (right) => {
    const key = JSON.stringify(right);
    const known = answers.get(key);
    if (known && known.until > now()) return known.verdict;
    if (answers.size > maximumAnswers) forgetOld(answers, now());
    const asked = review(ask, right);
    // What was answered before is likelier than nothing: a moment without an answer must not end watches.
    const verdict = known ? asked.then((each) => (each.kind === "unknown" ? known.verdict : each)) : asked;
    answers.set(key, { until: now() + validity, verdict });
    return verdict;
  };
}

function forgetOld(answers: Map<string, { readonly until: number }>, now: number): void {
  for (const [key, { until }] of answers) if (until <= now) answers.delete(key);
}

async function review(ask: Ask, right: Right): Promise<Verdict> {
  const answer = await ask({
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { ...right } },
    },
  });
  if (answer.kind !== "ok") return { kind: "unknown" };
  if (jsonAt(answer.body, "status", "allowed") === true) return { kind: "allowed" };
  const reason = textAt(answer.body, "status", "reason");
  return { kind: "denied", ...(reason !== undefined && reason !== "" && { reason }) };
}
