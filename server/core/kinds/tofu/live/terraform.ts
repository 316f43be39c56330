import { conditionIn, liveConditions } from "../../../cluster/conditions.ts";
import type { ConditionPlace, LiveCondition, LiveKind, ReadablePlan } from "../../../cluster/liveKind.ts";
import { jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import { shortRevision } from "../../../cluster/revision.ts";
import {
  answer,
  bad,
  deleting,
  firstVerdict,
  fluxMeanings,
  isSuspended,
  type Question,
  ready,
  suspended,
} from "../../flux/live/fluxStatus.ts";
import { inventoryOf } from "../../flux/live/inventory.ts";
import { placesBy } from "../../flux/live/places.ts";
import { resume, suspend } from "../../flux/live/suspend.ts";
import { planReady, reconcileTerraform, replan } from "./terraformActions.ts";

/** A plan that waits for somebody to approve it. */
const planned: Question = (object) => {
  const condition = conditionIn(object, "Ready", "Unknown");
  if (condition?.reason !== planReady || textAt(object.spec, "approvePlan") === "auto") return undefined;
  return { status: "OutOfSync", condition, message: approvalMessage(object) };
};

function approvalMessage(object: LiveObject): string {
  const pending = textAt(object.status, "plan", "pending") ?? "";
  return `The plan ${pending} waits for approval in \`spec.approvePlan\`.`;
}

/** The plan that waits for approval; a prefix of its name approves it too. */
function awaitedPlan(object: LiveObject): string | undefined {
  const pending = textAt(object.status, "plan", "pending");
  const approved = textAt(object.spec, "approvePlan") ?? "";
  const isApproved = approved === "auto" || (approved !== "" && pending?.startsWith(approved));
  return !pending || isApproved || isSuspended(object) ? undefined : pending;
}

function approval(object: LiveObject): readonly ConditionPlace[] {
  if (awaitedPlan(object) === undefined) return [];
  const condition: LiveCondition = {
    type: "Plan",
    status: "True",
    reason: "PlanAwaitsApproval",
    message: approvalMessage(object),
    severity: "information",
  };
  return [{ condition, path: ["spec", "approvePlan"] }];
}

const drifted: Question = (object) => {
  const condition = conditionIn(object, "Ready", "True");
  return /drift/i.test(condition?.reason ?? "") && !/NoDrift/i.test(condition?.reason ?? "")
    ? answer("OutOfSync", condition)
    : undefined;
};

const problems = placesBy([
  { pattern: /path not found|no such file or directory/, fields: [["spec", "path"]] },
  { reasons: ["ArtifactFailed", "AccessDenied"], fields: [["spec", "sourceRef"]] },
  {
    reasons: ["VarsGenerationFailed"],
    fields: [
      ["spec", "varsFrom"],
      ["spec", "vars"],
    ],
  },
  {
    reasons: ["TFExecInitFailed"],
    fields: [
      ["spec", "backendConfig"],
      ["spec", "path"],
    ],
  },
  { reasons: ["TFExecPlanFailed", "TFExecApplyFailed"], fields: [["spec", "path"]] },
  { reasons: ["LockHeld"], fields: [["spec", "tfstate"]] },
]);

/**
 * With `storeReadablePlan: human` the plan is written into the ConfigMap `tfplan-<workspace>-<name>` under `tfplan`;
 * otherwise it lies in a Secret, which is not read (tofu-controller 0.16 runner, writePlanAsHumanReadable).
 */
function planOf(object: LiveObject): ReadablePlan {
  const { name, namespace = "" } = object.metadata;
  const pending = textAt(object.status, "plan", "pending");
  const last = textAt(object.status, "plan", "lastApplied");
  if (!pending && !last) return { kind: "none", reason: `${name} has not been planned yet.` };
  if (textAt(object.spec, "storeReadablePlan") !== "human") {
    return {
      kind: "none",
      reason:
        "Its plan lies in a Secret only. Set `spec.storeReadablePlan: human` to have it as text from the next plan on.",
    };
  }
  const workspace = textAt(object.spec, "workspace") || "default";
  const target = { group: "", kind: "ConfigMap", namespace, name: `tfplan-${workspace}-${name}` };
  return { kind: "kept", target, key: "tfplan", name: pending || last || "" };
}

/** Plans and applies a Terraform or OpenTofu module (tofu-controller v1alpha2, v0.16). */
export const liveTerraform: LiveKind = {
  group: "infra.contrib.fluxcd.io",
  kind: "Terraform",
  versions: ["v1alpha2", "v1alpha1"],
  role: "application",
  title: "Terraform",
  statusOf: firstVerdict(
    [
      deleting,
      suspended,
      bad("Ready", "False"),
      planned,
      (object) => answer("Progressing", conditionIn(object, "Ready", "Unknown")),
      drifted,
      ready,
    ],
    (object) => textAt(object.status, "lastAppliedRevision"),
  ),
  conditionsOf: (object) => liveConditions(object, fluxMeanings),
  historyOf: () => [],
  resourcesOf: (object) => inventoryOf(object).map((key) => ({ ...key, words: [] })),
  placesOf: (object) => [...problems(object), ...approval(object)],
  awaitedEdits: (object) => {
    const plan = awaitedPlan(object);
    return plan === undefined ? [] : [{ title: `Approve ${plan}`, path: ["spec", "approvePlan"], value: plan }];
  },
  planOf,
  hintsOf,
  projectOf: () => undefined,
  actions: [reconcileTerraform, replan, resume, suspend],
  commandLine: ({ metadata }, action) => {
    const verb = words[action];
    return verb === undefined ? undefined : `tfctl ${verb} ${metadata.name} -n ${metadata.namespace ?? "default"}`;
  },
  facts: (object) =>
    present({
      approvePlan: textAt(object.spec, "approvePlan") ?? "",
      pendingPlan: textAt(object.status, "plan", "pending"),
      path: textAt(object.spec, "path"),
      interval: textAt(object.spec, "interval"),
      suspended: jsonAt(object.spec, "suspend") === true,
      lastPlannedRevision: textAt(object.status, "lastPlannedRevision"),
    }),
};

const words: Readonly<Record<string, string>> = {
  "terraform.reconcile": "reconcile",
  "terraform.replan": "replan",
  "flux.suspend": "suspend",
  "flux.resume": "resume",
};

/** The plan that `approvePlan` has to name, and the revision that is applied. */
function hintsOf(object: LiveObject): ReturnType<LiveKind["hintsOf"]> {
  const pending = textAt(object.status, "plan", "pending");
  const revision = textAt(object.status, "lastAppliedRevision");
  return [
    ...(pending ? [{ path: ["spec", "approvePlan"], text: `waiting: ${pending}` }] : []),
    ...(revision ? [{ path: ["spec", "sourceRef", "name"], text: shortRevision(revision) }] : []),
  ];
}
