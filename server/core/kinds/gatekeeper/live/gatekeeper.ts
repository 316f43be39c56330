import type { LiveCondition, LiveKind } from "../../../cluster/liveKind.ts";
import { itemsAt, type Json, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import type { LiveStatus } from "../../../cluster/status.ts";

/** The API group of all constraints; each template makes a kind of it. */
export const constraintsGroup = "constraints.gatekeeper.sh";

const common = {
  historyOf: () => [],
  hintsOf: () => [],
  projectOf: () => undefined,
  actions: [],
  commandLine: () => undefined,
  role: "other",
  scope: "Cluster",
} as const;

/** Makes a kind of constraints (gatekeeper frameworks templates v1). */
export const liveConstraintTemplate: LiveKind = {
  ...common,
  group: "templates.gatekeeper.sh",
  kind: "ConstraintTemplate",
  versions: ["v1", "v1beta1", "v1alpha1"],
  title: "ConstraintTemplate",
  statusOf: (object) => {
    const [error] = podErrors(object);
    if (error !== undefined) return { status: "Degraded", words: ["Error"], message: error };
    return jsonAt(object.status, "created") === true
      ? { status: "Synced", words: ["Created"] }
      : { status: "Progressing", words: [] };
  },
  conditionsOf: errorConditions,
  resourcesOf: () => [],
  placesOf: (object) => errorConditions(object).map((condition) => ({ condition, path: ["spec", "targets"] })),
  facts: (object) => present({ makes: textAt(object.spec, "crd", "spec", "names", "kind") }),
};

/** A kind of constraints; discovery says which there are (label `gatekeeper.sh/constraint` of their CRDs). */
export function liveConstraint(kind: string): LiveKind {
  return {
    ...common,
    group: constraintsGroup,
    kind,
    versions: ["v1beta1", "v1alpha1"],
    title: kind,
    statusOf: constraintStatus,
    conditionsOf: constraintConditions,
    resourcesOf: (object) =>
      itemsAt(object.status, "violations").map((entry) => ({ ...violator(entry), ...violation(entry) })),
    placesOf: (object) => constraintConditions(object).map((condition) => ({ condition, path: ["kind"] })),
    facts: (object) =>
      present({ enforcement: enforcement(object), violations: jsonAt(object.status, "totalViolations") }),
  };
}

function constraintStatus(object: LiveObject): LiveStatus {
  const since = textAt(object.status, "auditTimestamp");
  const [error] = podErrors(object);
  if (error !== undefined) return present({ status: "Degraded" as const, words: ["Error"], message: error, since });
  const count = violationCount(object);
  if (count > 0) {
    const status = enforcement(object) === "warn" || enforcement(object) === "dryrun" ? "OutOfSync" : "Degraded";
    return present({
      status,
      words: [violations(count)],
      message: textAt(object.status, "violations", 0, "message"),
      since,
    });
  }
  return since === undefined ? { status: "Unknown", words: [] } : { status: "Synced", words: ["No violations"], since };
}

function constraintConditions(object: LiveObject): readonly LiveCondition[] {
  const count = violationCount(object);
  const examples = itemsAt(object.status, "violations").slice(0, 3);
  const lines = examples.map((each) => `${textAt(each, "kind")} ${textAt(each, "name")}: ${textAt(each, "message")}`);
  const message = [violations(count), ...lines].join("\n");
  const severity = enforcement(object) === "deny" ? "error" : "warning";
  const violated: LiveCondition = present({
    type: "Violated",
    status: "True",
    reason: "Violations",
    message,
    since: textAt(object.status, "auditTimestamp"),
    severity,
  } as const);
  return [...errorConditions(object), ...(count > 0 ? [violated] : [])];
}

function errorConditions(object: LiveObject): readonly LiveCondition[] {
  return [...new Set(podErrors(object))].map((message) => {
    return { type: "Error", status: "True", reason: "PodError", message, severity: "error" };
  });
}

/** What the pods of gatekeeper say is wrong with the object. */
function podErrors(object: LiveObject): readonly string[] {
  const pods = itemsAt(object.status, "byPod");
  return pods.flatMap((pod) => itemsAt(pod, "errors").map((error) => textAt(error, "message") ?? "unknown error"));
}

/** The full count; the list of violations is cut short (`--constraint-violations-limit`). */
function violationCount(object: LiveObject): number {
  const count = jsonAt(object.status, "totalViolations");
  return typeof count === "number" ? count : 0;
}

function violations(count: number): string {
  return `${count} violation${count === 1 ? "" : "s"}`;
}

function enforcement(object: LiveObject): string {
  return textAt(object.spec, "enforcementAction") || "deny";
}

function violator(entry: Json): {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
} {
  const text = (field: string): string => textAt(entry, field) ?? "";
  return { group: text("group"), kind: text("kind"), namespace: text("namespace"), name: text("name") };
}

function violation(entry: Json): Pick<ReturnType<LiveKind["resourcesOf"]>[number], "status" | "words" | "message"> {
  const action = textAt(entry, "enforcementAction") ?? "deny";
  const status = action === "deny" || action === "scoped" ? "Degraded" : "OutOfSync";
  return present({ status, words: [action], message: textAt(entry, "message") } as const);
}
