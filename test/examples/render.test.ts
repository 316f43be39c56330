import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { brokenFolder, examplesFolder, kustomizeRoots } from "./exampleRepository.ts";

/** A real kubectl to compare with; without one these tests are skipped by name. */
const kubectl = process.env["GITOPS_KUBECTL"] ?? "";
const skip = kubectl === "" && "set GITOPS_KUBECTL to the path of a kubectl";

/** Folders of `broken` whose mistake kustomize tolerates: deprecated fields, and what it silently reads another way. */
const tolerated = /^kustomize-(deprecated-|duplicate-key$|generator-behavior-unknown$)/;

test("every directory of the examples with a kustomization file renders without a warning", { skip }, async (t) => {
  for (const { directory } of kustomizeRoots(examplesFolder).filter((root) => !root.directory.startsWith("broken/"))) {
    await t.test(directory, () => {
      const { status, stdout, stderr } = build(join(examplesFolder, directory));
      assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
      assert.match(stdout, directory.includes("debug-logging") ? /^$/ : /^apiVersion: /m);
    });
  }
});

test("every kustomize mistake fails to render, apart from those that kustomize tolerates", { skip }, async (t) => {
  const roots = kustomizeRoots(brokenFolder).filter(({ directory }) => /^kustomize-[^/]+$/.test(directory));
  for (const { directory } of roots) {
    await t.test(directory, () => {
      assert.equal(build(join(brokenFolder, directory)).status, tolerated.test(directory) ? 0 : 1);
    });
  }
});

function build(directory: string): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(kubectl, ["kustomize", directory], { encoding: "utf8" });
}
