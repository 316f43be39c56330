import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, ObjectKey } from "../../server/core/cluster/liveObject.ts";
import type { Deletion, JqEvaluator } from "../../server/features/jqEvaluator.ts";
import { ignoreFields, type ObjectPair } from "../../server/shell/adapters/cluster/ignoreFields.ts";

const application = { group: "argoproj.io", kind: "Application", namespace: "argocd", name: "shop" };

function keyed(kind: string, name: string): ObjectKey {
  return { group: "apps", kind, namespace: "shop", name };
}

function pair(kind: string, name: string, live: JsonObject | undefined, next: JsonObject): ObjectPair {
  return { key: keyed(kind, name), live, next };
}

/** Evaluates `.key`, and answers other expressions as it is told; remembers what it was asked. */
function fakeJq(answers: Readonly<Record<string, Deletion>> = {}) {
  const asked: (readonly [expression: string, objects: readonly JsonObject[]])[] = [];
  const jq: JqEvaluator = {
    deletePaths: async (expression, objects) => {
      asked.push([expression, objects]);
      const results = objects.map((object) => {
        const kept = Object.entries(object).filter(([key]) => `.${key}` !== expression);
        return { kind: "done", object: Object.fromEntries(kept) } as const;
      });
      return answers[expression] ?? { kind: "done", results };
    },
  };
  return { jq, asked };
}

function ignoring(...ignoreDifferences: readonly JsonObject[]) {
  return {
    application,
    spec: { ignoreDifferences },
    present: [keyed("Deployment", "web"), keyed("StatefulSet", "db")],
  };
}

const web = pair("Deployment", "web", { a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 1 });
const db = pair("StatefulSet", "db", { a: 1 }, { a: 2 });
const deployments = { group: "apps", kind: "Deployment" };

test("pointers and expressions take fields out of both states, in the order of the entries", async () => {
  const { jq, asked } = fakeJq();
  const entries = [
    { ...deployments, jqPathExpressions: [".a"], jsonPointers: ["/c"] },
    { group: "apps", kind: "*", jqPathExpressions: [".b"] },
  ];
  const { pairs, notes } = await ignoreFields([web, db], ignoring(...entries), jq);
  assert.deepEqual(pairs, [{ ...web, live: {}, next: {} }, db]);
  assert.deepEqual(notes, []);
  assert.deepEqual(asked, [
    [
      ".a",
      [
        { a: 1, b: 1 },
        { a: 2, b: 2 },
      ],
    ],
    [".b", [{ b: 1 }, { b: 2 }, { a: 1 }, { a: 2 }]],
  ]);
});

test("objects that are not there yet are created whole, and each expression is still compiled", async () => {
  const { jq, asked } = fakeJq();
  const fresh = pair("Deployment", "web", undefined, { a: 2 });
  const entry = { ...deployments, jsonPointers: ["/a"], jqPathExpressions: [".a"] };
  assert.deepEqual(await ignoreFields([fresh], ignoring(entry), jq), { pairs: [fresh], notes: [] });
  assert.deepEqual(asked, [[".a", []]]);
});

test("an expression that is wrong, slow or no path is told, and the others are applied", async () => {
  const failed = { kind: "failed", message: "invalid path against: number (1)" } as const;
  const { jq } = fakeJq({
    ".a[": { kind: "invalid", message: 'unexpected token ")"' },
    "def f: f; f": { kind: "stopped", message: "it took longer than 1s for one object" },
    "1": { kind: "done", results: [failed, { kind: "done", object: { b: 2 } }] },
  });
  const entry = { ...deployments, jqPathExpressions: [".a[", "def f: f; f", "1", ".b"] };
  const { pairs, notes } = await ignoreFields([web], ignoring(entry), jq);
  assert.deepEqual(pairs, [{ ...web, live: { a: 1, c: 1 }, next: {} }]);
  assert.deepEqual(notes, [
    'Application argocd/shop: `.a[` of its jqPathExpressions is no jq that can be used: unexpected token ")". Argo CD ' +
      "reports a ComparisonError for the application until it is corrected.",
    "Application argocd/shop: `def f: f; f` of its jqPathExpressions is not applied: it took longer than 1s for one " +
      "object. What it names may be shown as a difference. Argo CD leaves an expression out as well after 1 s, unless " +
      "its controller is given another limit.",
    "Application argocd/shop: `1` of its jqPathExpressions fails in Deployment shop/web: invalid path against: number " +
      "(1). Argo CD ignores nothing by it there either.",
  ]);
});

test("a failure in many objects is told once", async () => {
  const pairs = ["a", "b", "c", "d", "e"].map((name) => pair("Deployment", name, { a: 1 }, { a: 2 }));
  const results = pairs.flatMap(() => [failure, failure]);
  const { jq } = fakeJq({ "1": { kind: "done", results } });
  const { notes } = await ignoreFields(pairs, ignoring({ ...deployments, jqPathExpressions: ["1"] }), jq);
  assert.equal(notes.length, 1);
  assert.match(notes[0] ?? "", /fails in Deployment shop\/a, Deployment shop\/b, Deployment shop\/c and 2 more: no/);
});

test("long texts are cut and stay in one line", async () => {
  const expression = ".spec\n  | error(.)\n";
  const failed = { kind: "failed", message: `error: ${"x".repeat(1000)}` } as const;
  const { jq } = fakeJq({ [expression]: { kind: "done", results: [failed, failed] } });
  const { notes } = await ignoreFields([web], ignoring({ ...deployments, jqPathExpressions: [expression] }), jq);
  assert.match(
    notes[0] ?? "",
    /^Application argocd\/shop: `\.spec \| error\(\.\)` of its .*: error: x{193}…\. Argo CD/,
  );
});

const failure = { kind: "failed", message: "no" } as const;

test("without the engine the expressions about present objects are told, and pointers are applied", async () => {
  const missing: JqEvaluator = { deletePaths: async () => ({ kind: "engineMissing" }) };
  const entries = [
    { ...deployments, jqPathExpressions: [".a", ".b"], jsonPointers: ["/c"] },
    { group: "batch", kind: "Job", jqPathExpressions: [".elsewhere"] },
  ];
  const { pairs, notes } = await ignoreFields([web], ignoring(...entries), missing);
  assert.deepEqual(pairs, [{ ...web, live: { a: 1, b: 1 }, next: { a: 2, b: 2 } }]);
  assert.equal(notes.length, 1);
  assert.match(
    notes[0] ?? "",
    /^Application argocd\/shop ignores .* without the engine that evaluates jq: `\.a`, `\.b`\./,
  );
});
