import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { condition, kindOf, objects, type Parts, statusText } from "./liveFixtures.ts";

type Case = readonly [name: string, expected: string, parts: Parts];

const rollout = objects("argoproj.io/v1alpha1", "Rollout", {
  spec: { strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } } },
});
const observed = { observedGeneration: "2" };
const isSynced = condition("Ready", "True", "SecretSynced", "secret synced");

const suites: readonly (readonly [title: string, make: (parts?: Parts) => LiveObject, cases: readonly Case[]])[] = [
  [
    "Rollout",
    rollout,
    [
      ["nothing said yet", "Unknown []", {}],
      ["changed since", "Progressing [Progressing]", { status: { observedGeneration: "1", phase: "Healthy" } }],
      [
        "invalid spec",
        "Stalled [InvalidSpec] steps are wrong",
        {
          status: {
            ...observed,
            phase: "Degraded",
            conditions: [condition("InvalidSpec", "True", "InvalidSpec", "steps are wrong")],
          },
        },
      ],
      [
        "aborted",
        "Degraded [Aborted] RolloutAborted",
        { status: { ...observed, phase: "Degraded", abort: true, message: "RolloutAborted" } },
      ],
      [
        "degraded",
        "Degraded [Degraded] ProgressDeadlineExceeded",
        { status: { ...observed, phase: "Degraded", message: "ProgressDeadlineExceeded" } },
      ],
      ["paused by hand", "Suspended [Paused]", { spec: { paused: true }, status: { ...observed, phase: "Paused" } }],
      [
        "paused at a step",
        "Suspended [CanaryPauseStep] CanaryPauseStep",
        {
          status: {
            ...observed,
            phase: "Paused",
            message: "CanaryPauseStep",
            pauseConditions: [{ reason: "CanaryPauseStep" }],
          },
        },
      ],
      ["just promoted", "Progressing [Promoted]", { status: { ...observed, phase: "Paused", controllerPause: true } }],
      [
        "progressing",
        "Progressing [Progressing] more replicas",
        { status: { ...observed, phase: "Progressing", message: "more replicas" } },
      ],
      ["healthy", "Synced [Healthy]", { status: { ...observed, phase: "Healthy" } }],
    ],
  ],
  [
    "AnalysisRun",
    objects("argoproj.io/v1alpha1", "AnalysisRun"),
    [
      ["pending", "Progressing [Pending]", { status: { phase: "Pending" } }],
      ["running", "Progressing [Running]", { status: { phase: "Running" } }],
      ["successful", "Synced [Successful]", { status: { phase: "Successful" } }],
      ["failed", "Degraded [Failed] metric failed", { status: { phase: "Failed", message: "metric failed" } }],
      ["in error", "Degraded [Error]", { status: { phase: "Error" } }],
      ["inconclusive", "Suspended [Inconclusive]", { status: { phase: "Inconclusive" } }],
      ["nothing said yet", "Unknown []", {}],
    ],
  ],
  [
    "ExternalSecret",
    objects("external-secrets.io/v1", "ExternalSecret", { spec: { refreshInterval: "1h" } }),
    [
      [
        "synced",
        "Synced [SecretSynced] secret synced",
        { status: { conditions: [isSynced], refreshTime: "2026-01-02T02:00:00Z" } },
      ],
      [
        "stale",
        "OutOfSync [Stale] It has missed two refreshes.",
        { status: { conditions: [isSynced], refreshTime: "2026-01-02T01:00:00Z" } },
      ],
      [
        "old, but read only once",
        "Synced [SecretSynced] secret synced",
        { spec: { refreshInterval: "0" }, status: { conditions: [isSynced], refreshTime: "2025-01-02T01:00:00Z" } },
      ],
      [
        "failed",
        "Degraded [SecretSyncedError] no such key",
        { status: { conditions: [condition("Ready", "False", "SecretSyncedError", "no such key")] } },
      ],
      [
        "secret deleted",
        "Degraded [SecretDeleted]",
        { status: { conditions: [isSynced, condition("Deleted", "True", "SecretDeleted")] } },
      ],
      ["just made", "Progressing []", { metadata: { creationTimestamp: "2026-01-02T03:03:30Z" } }],
      ["made long ago, nothing said", "Unknown []", { metadata: { creationTimestamp: "2026-01-01T00:00:00Z" } }],
    ],
  ],
  [
    "SecretStore",
    objects("external-secrets.io/v1", "SecretStore"),
    [
      [
        "valid",
        "Synced [Valid] store validated",
        { status: { conditions: [condition("Ready", "True", "Valid", "store validated")] } },
      ],
      [
        "invalid",
        "Degraded [InvalidProviderConfig] no role",
        { status: { conditions: [condition("Ready", "False", "InvalidProviderConfig", "no role")] } },
      ],
      [
        "not to be checked",
        "Unknown [ValidationUnknown]",
        { status: { conditions: [condition("Ready", "True", "ValidationUnknown")] } },
      ],
      ["nothing said yet", "Unknown []", {}],
    ],
  ],
  [
    "ConstraintTemplate",
    objects("templates.gatekeeper.sh/v1", "ConstraintTemplate"),
    [
      [
        "broken",
        "Degraded [Error] rego_parse_error",
        { status: { created: true, byPod: [{ errors: [{ message: "rego_parse_error" }] }] } },
      ],
      ["created", "Synced [Created]", { status: { created: true, byPod: [{}] } }],
      ["on its way", "Progressing []", {}],
    ],
  ],
  [
    "constraint",
    objects("constraints.gatekeeper.sh/v1beta1", "K8sRequiredLabels"),
    [
      [
        "broken",
        "Degraded [Error] no such template",
        { status: { byPod: [{ errors: [{ message: "no such template" }] }] } },
      ],
      [
        "violated",
        "Degraded [2 violations] no owner",
        { status: { totalViolations: 2, violations: [{ message: "no owner" }] } },
      ],
      [
        "violated, warning only",
        "OutOfSync [1 violation]",
        { spec: { enforcementAction: "warn" }, status: { totalViolations: 1 } },
      ],
      ["kept", "Synced [No violations]", { status: { totalViolations: 0, auditTimestamp: "2026-01-01T00:00:00Z" } }],
      ["never audited", "Unknown []", {}],
    ],
  ],
];

for (const [title, make, cases] of suites) {
  for (const [name, expected, parts] of cases) {
    test(`A ${title} is told as it is: ${name}.`, () => assert.equal(statusText(make(parts)), expected));
  }
}

test("A Rollout hints at its ready replicas and at the step and weight of its canary.", () => {
  const object = rollout({
    spec: { replicas: 4, strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } } },
    status: { ...observed, readyReplicas: 3, currentStepIndex: 1, canary: { weights: { canary: { weight: 20 } } } },
  });
  assert.deepEqual(kindOf(object).hintsOf(object), [
    { path: ["spec", "replicas"], text: "3 ready" },
    { path: ["spec", "strategy", "canary", "steps", 1], text: "current step, weight 20" },
  ]);
});
