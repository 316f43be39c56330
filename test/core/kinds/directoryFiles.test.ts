import assert from "node:assert/strict";
import { test } from "node:test";
import { matchesGlob } from "../../../server/core/kinds/argo-cd/directoryFiles.ts";

test("globs of a directory source match as Argo CD's do", () => {
  const matching = [
    ["*.yaml", "deep/one.yaml"],
    ["{a,b}.yaml", "b.yaml"],
    ["{config/*,*.json}", "config/x.yaml"],
    ["a,b.yaml", "a,b.yaml"],
    ["[a-c]?.yaml", "b1.yaml"],
    ["[!a]*", "b.yaml"],
    ["\\*.yaml", "*.yaml"],
    ["a+(b).yaml", "a+(b).yaml"],
  ] as const;
  for (const [pattern, path] of matching) assert.ok(matchesGlob(pattern, path), `${pattern} ${path}`);
  const others = [
    ["*.yaml", "one.yml"],
    ["{a,b}.yaml", "c.yaml"],
    ["?.yaml", "ab.yaml"],
    ["[!a]*", "a.yaml"],
    ["\\*.yaml", "a.yaml"],
    ["a.yaml", "aXyaml"],
    ["{", "{"],
  ] as const;
  for (const [pattern, path] of others) assert.ok(!matchesGlob(pattern, path), `${pattern} ${path}`);
});
