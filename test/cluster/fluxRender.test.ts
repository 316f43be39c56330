import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { buildProgram } from "./harness/goProgram.ts";
import { hasGo } from "./harness/programs.ts";

/** The expectations of test/engine/flux.test.ts, each made by the packages that kustomize-controller renders with. */
const fixtures = join(import.meta.dirname, "..", "fixtures", "flux");

const skip = hasGo() ? false : "Go is not installed";

test("what the previews of Flux Kustomizations are compared with is what Flux itself renders", { skip }, () => {
  const names = readdirSync(fixtures);
  const output = execFileSync(buildProgram("flux-render"), names, { cwd: fixtures, encoding: "utf8" });
  const results = new Map(Object.entries(JSON.parse(output)));
  for (const name of names) check(name, results.get(name));
});

function check(name: string, result: unknown): void {
  assert.ok(typeof result === "object" && result !== null, name);
  const error = "error" in result && typeof result.error === "string" ? `${result.error}\n` : undefined;
  const objects = "objects" in result && Array.isArray(result.objects) ? result.objects : [];
  const file = join(fixtures, name, error === undefined ? "expected.yaml" : "error.txt");
  const text = error ?? objects.map(String).join("---\n");
  if (process.env["UPDATE"] === "1") writeFileSync(file, text);
  assert.ok(existsSync(file), `${name} has no ${file}: run this test with UPDATE=1`);
  assert.equal(readFileSync(file, "utf8"), text, name);
}
