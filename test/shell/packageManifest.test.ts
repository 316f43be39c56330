import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
const manifest = JSON.parse(readFileSync(`${projectFolder}package.json`, "utf8"));
const clientSources = globSync("client/**/*.ts", { cwd: projectFolder })
  .map((file) => readFileSync(projectFolder + file, "utf8"))
  .join("\n");

test("the extension is active only where YAML can matter", () => {
  assert.deepEqual(manifest.activationEvents, [
    "onLanguage:yaml",
    "workspaceContains:**/{kustomization.yaml,kustomization.yml,Kustomization}",
  ]);
});

test("every command of the manifest is in the client, and the other way round", () => {
  const declared = manifest.contributes.commands.map(({ command }: { command: string }) => command).sort();
  const registered = [...clientSources.matchAll(/\bid: "(gitops\.[\w.]+)"/g)].map(([, id]) => id).sort();
  assert.deepEqual(declared, registered);
});

test("every command is found under GitOps in the palette", () => {
  const others = manifest.contributes.commands.filter(({ category }: { category?: string }) => category !== "GitOps");
  assert.deepEqual(others, []);
});

test("every setting is ours, described, and has a default", () => {
  for (const [name, setting] of Object.entries<Record<string, unknown>>(
    manifest.contributes.configuration.properties,
  )) {
    assert.match(name, /^gitops\./);
    assert.ok(setting["markdownDescription"], `${name} has no description`);
    assert.ok("default" in setting, `${name} has no default`);
  }
});

test("an executable from the settings waits for the trust of the workspace", () => {
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(supported, "limited");
  const settings = Object.keys(manifest.contributes.configuration.properties);
  assert.deepEqual(
    restrictedConfigurations,
    settings.filter((name) => name.endsWith(".path")),
  );
});

test("the client reads no setting that is not declared", () => {
  const read = [...clientSources.matchAll(/configuration\.get(?:<[^>]+>)?\("([\w.]+)"/g)].map(
    ([, name]) => `gitops.${name}`,
  );
  assert.ok(read.length > 0);
  for (const name of read) assert.ok(name in manifest.contributes.configuration.properties, `${name} is not declared`);
});

test("no dependency is needed at run time beside the bundles", () => {
  const ignored = readFileSync(`${projectFolder}.vscodeignore`, "utf8").split("\n").filter(Boolean);
  assert.equal(ignored[0], "**");
  assert.ok(!ignored.some((line) => line.includes("node_modules")));
});
