import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../server/core/cluster/liveObject.ts";
import type { Deletion } from "../../server/features/jqEvaluator.ts";
import { engineFiles, oneConfigMap, startRenderer, withoutEngine } from "./harness.ts";

const skip = withoutEngine;
const engine = startRenderer();

const web: JsonObject = { kind: "Deployment", spec: { containers: [{ name: "web" }, { name: "istio-proxy" }] } };

function done(...objects: readonly JsonObject[]): Deletion {
  return { kind: "done", results: objects.map((object) => ({ kind: "done", object })) };
}

test("what an expression names is deleted from each object", { skip }, async () => {
  const injected = '.spec.containers[] | select(.name == "istio-proxy")';
  const without = { kind: "Deployment", spec: { containers: [{ name: "web" }] } };
  assert.deepEqual(await engine.deletePaths(injected, [web, { kind: "Other" }]), done(without, { kind: "Other" }));
  assert.deepEqual(await engine.deletePaths(injected, []), done());
});

test("an expression that is wrong is told with gojq's words", { skip }, async () => {
  assert.deepEqual(await engine.deletePaths(".spec[", [web]), { kind: "invalid", message: 'unexpected token ")"' });
  assert.deepEqual(await engine.deletePaths(".spec | lenght", []), {
    kind: "invalid",
    message: "function not defined: lenght/0",
  });
  assert.deepEqual(await engine.deletePaths(".spec.containers[] | (.name | length)", [web, {}]), {
    kind: "done",
    results: [
      { kind: "failed", message: "invalid path against: number (3)" },
      { kind: "done", object: {} },
    ],
  });
});

for (const endless of ["def f: f; f", "first(range(1e12) | select(. < 0))", "[range(1e12)] | .spec"]) {
  test(`\`${endless}\` is ended by the engine itself, which goes on`, { skip }, async () => {
    const lines: string[] = [];
    const own = startRenderer({ log: (line) => lines.push(line) });
    const [stopped, after] = await Promise.all([own.deletePaths(endless, [web]), own.deletePaths(".spec", [web])]);
    assert.deepEqual(stopped, { kind: "stopped", message: "it took longer than 1s for one object" });
    assert.deepEqual([after, lines], [done({ kind: "Deployment" }), []]);
  });
}

test("an expression that the engine cannot end is ended with it, and previews go on", { skip }, async () => {
  const lines: string[] = [];
  const own = startRenderer({ deadline: 100, log: (line) => lines.push(line) });
  assert.deepEqual(await own.deletePaths("def f: f; f", [web]), {
    kind: "stopped",
    message: "it took too long, so that the engine was ended",
  });
  assert.deepEqual(lines, ["The kustomize engine is started anew: deletePaths took too long."]);
});

test("the expression at which the engine stops is told, and the next one is evaluated", async () => {
  const standIn = new URL("./workers/standIn.ts", import.meta.url);
  const files = { worker: standIn, wasm: import.meta.filename, support: import.meta.filename };
  const own = startRenderer(files);
  const [stopped] = await Promise.all([own.deletePaths("stop", [web]), own.render(oneRender)]);
  assert.match(stopped.kind === "stopped" ? stopped.message : stopped.kind, /^the engine stopped while it ran/);
  assert.equal((await own.render(oneRender)).kind, "rendered");
});

const oneRender = { key: "a", target: "/r", files: oneConfigMap("a") };

test("a build without the engine says so, and nothing is evaluated after the end", async () => {
  const missing = startRenderer({ wasm: "/nowhere/kustomize.wasm" });
  assert.deepEqual(await missing.deletePaths(".spec", [web]), { kind: "engineMissing" });
  const ended = startRenderer(engineFiles);
  ended.dispose();
  assert.equal((await ended.deletePaths(".spec", [web])).kind, "stopped");
});
