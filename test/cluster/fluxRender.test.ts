import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

/** The expectations of test/engine/flux.test.ts, each made by the packages that kustomize-controller renders with. */
const fixtures = join(import.meta.dirname, "..", "fixtures", "flux");

test("what the previews of Flux Kustomizations are compared with is what Flux itself renders", () => {
  const names = readdirSync(fixtures);
  const output = execFileSync(buildFluxRender(), names, { cwd: fixtures, encoding: "utf8" });
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

/** Builds the program once into the cache; the modules are those of the controllers. */
function buildFluxRender(): string {
  const folder = join(process.env["GITOPS_CACHE"] ?? join(homedir(), ".cache", "gitops-authoring"), "flux-render");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, process.platform === "win32" ? "render.exe" : "render");
  const source = join(import.meta.dirname, "harness", "go", "flux-render");
  execFileSync("go", ["build", "-o", program, "."], { cwd: source, stdio: ["ignore", "ignore", "pipe"] });
  return program;
}
