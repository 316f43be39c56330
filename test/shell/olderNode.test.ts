import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
const cli = `${projectFolder}dist/cli.mjs`;

/** Takes away what came after Node 20, as far as this version of Node can play an older one. */
const playNode20 = `
for (const [owner, names] of [
  [Map, ["groupBy"]], [Object, ["groupBy"]], [Promise, ["withResolvers", "try"]], [Array, ["fromAsync"]], [RegExp, ["escape"]],
  [Set.prototype, ["union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"]],
  [Iterator.prototype, ["map", "filter", "take", "drop", "flatMap", "reduce", "toArray", "forEach", "some", "every", "find"]],
]) for (const name of names) delete owner[name];
`;

const folder = "examples/applications/storefront/overlays/production";
const needed = [
  { command: "check", file: "dist/cli.mjs" },
  { command: "render", file: "dist/kustomize.wasm" },
];

for (const { command, file } of needed) {
  const skip = existsSync(projectFolder + file) ? false : `${file} was not built`;
  test(`${command} works with what Node 20 has`, { skip }, () => {
    const preload = `data:text/javascript,${encodeURIComponent(playNode20)}`;
    const { status, stderr } = spawnSync(process.execPath, ["--import", preload, cli, command, folder], {
      cwd: projectFolder,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr.slice(-2000));
  });
}
