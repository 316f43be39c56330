import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { kubectlPath } from "../../../scripts/oracle.mjs";
import { isKustomizationFileName } from "../../../server/core/manifest/manifest.ts";
import { readMarkers } from "../../harness/markers.ts";
import { type Files, parseFixture } from "../../harness/workspace.ts";

const folder = fileURLToPath(new URL("../../fixtures/rules/", import.meta.url));
const kubectl = kubectlPath() ?? "";
const skip = kubectl === "" && "there is no kubectl for this system";
// Inflating a chart needs the chart.
const names = readdirSync(folder).filter((name) => /^KZ-DEP-(?!HELMGEN).*\.yaml$/.test(name));

for (const name of names) {
  test(`${name} builds to the same bytes before and after its repair`, { skip }, () => {
    const before = readMarkers(readFileSync(folder + name, "utf8")).files;
    const after = parseFixture(readFileSync(`${folder}${name}.fixed`, "utf8")).files;
    for (const path of Object.keys(before).filter(isKustomizationFileName)) {
      assert.equal(build(after, dirname(path)), build(before, dirname(path)), path);
    }
  });
}

function build(files: Files, directory: string): string {
  const root = mkdtempSync(join(tmpdir(), "kustomize-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { status, stdout, stderr } = spawnSync(kubectl, ["kustomize", join(root, directory)], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout;
  } finally {
    rmSync(root, { recursive: true });
  }
}
