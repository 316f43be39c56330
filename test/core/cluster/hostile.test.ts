import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject, LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { statusesByUrgency } from "../../../server/core/cluster/status.ts";
import { discoveredGroups, liveKindOf, liveKinds } from "../../../server/core/kinds/liveKinds.ts";
import { fuzzRounds, type Random, seeded } from "../../harness/random.ts";
import { among } from "./liveFixtures.ts";

/** Fields that the kinds read, so that random values stand where something else is expected. */
const fields =
  "conditions type status reason message lastTransitionTime sync health revision revisions sources source targetRevision resources group kind namespace name history id operationState phase syncResult operation info requiresPruning spec approvePlan plan pending suspend sourceRef chart dependsOn inventory entries artifact observedGeneration strategy canary steps currentStepIndex pauseConditions startTime controllerPause weights paused secretStoreRef data refreshTime refreshInterval byPod errors violations totalViolations metricResults measurements value syncPolicy automated retry syncOptions template metadata labels selector matchLabels workloadRef provider".split(
    " ",
  );
const texts = [
  "",
  "True",
  "False",
  "Ready",
  "Synced",
  "OutOfSync",
  "a/b/c",
  "source 9 of 2",
  "spec.x[0].y",
  "_a_b",
  "2026-01-02T03:04:05Z",
  "main@sha1:x",
];

function value(random: Random, depth: number): Json {
  const choice = random.below(depth > 4 ? 4 : 8);
  if (choice === 0) return random.pick(texts);
  if (choice === 1) return random.below(5) - 1;
  if (choice === 2) return random.below(2) === 0;
  if (choice === 3) return null;
  if (choice < 6) return Array.from({ length: random.below(4) }, () => value(random, depth + 1));
  return mapping(random, depth + 1);
}

function mapping(random: Random, depth: number): JsonObject {
  const keys = Array.from({ length: random.below(12) }, () => random.pick(fields));
  return Object.fromEntries(keys.map((key) => [key, value(random, depth)]));
}

test("No object that the API server may hold makes a kind fail.", () => {
  const random = seeded(7);
  const constraint = liveKindOf({ group: discoveredGroups[0] ?? "", kind: "Anything" });
  assert.ok(constraint);
  for (const kind of [...liveKinds, constraint]) {
    for (let round = 0; round < fuzzRounds(40); round++) {
      const object: LiveObject = {
        apiVersion: `${kind.group}/v1`,
        kind: kind.kind,
        metadata: { name: "x", namespace: "y", generation: 1 },
        spec: mapping(random, 0),
        status: mapping(random, 0),
        ...(random.below(3) === 0 && { operation: mapping(random, 0) }),
      };
      const context = { ...among(object), read: [object] };
      assert.ok(statusesByUrgency.includes(kind.statusOf(object, context).status));
      const listed = [
        kind.conditionsOf(object),
        kind.historyOf(object),
        kind.resourcesOf(object),
        kind.hintsOf(object),
      ];
      assert.ok(listed.every((list) => Array.isArray(list)));
      for (const { path } of kind.placesOf(object, context)) assert.ok(path.length > 0);
      kind.projectOf(object);
      kind.facts(object);
      for (const action of kind.actions) {
        kind.commandLine(object, action.id);
        action.choices(object, context);
        action.permissions(object, context);
        const plan = action.plan(object, {}, context);
        for (const step of plan.kind === "plan" ? plan.steps : []) {
          if (step.type === "wait") step.completion(object);
        }
      }
    }
  }
});
