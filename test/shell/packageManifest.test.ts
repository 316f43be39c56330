import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
const manifest = JSON.parse(readFileSync(`${projectFolder}package.json`, "utf8"));

function sourcesOf(pattern: string): string {
  const files = globSync(pattern, { cwd: projectFolder });
  return files.map((file) => readFileSync(projectFolder + file, "utf8")).join("\n");
}

test("the extension is active only where YAML can matter", () => {
  assert.deepEqual(manifest.activationEvents, [
    "onLanguage:yaml",
    "workspaceContains:**/{kustomization.yaml,kustomization.yml,Kustomization}",
  ]);
});

test("every command of the manifest is in the client, and the other way round", () => {
  const declared = manifest.contributes.commands.map(({ command }: { command: string }) => command).sort();
  const commands = sourcesOf("client/commands/*.ts");
  const registered = [...commands.matchAll(/(?:\bid: |\bdirect\()"(gitops\.[\w.]+)"/g)].map(([, id]) => id).sort();
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

test("what names a program, a file with logins or an address waits for the trust of the workspace", () => {
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(supported, "limited");
  const settings = Object.keys(manifest.contributes.configuration.properties);
  assert.deepEqual(
    restrictedConfigurations,
    settings.filter((name) => /\.(?:path|kubeconfig|connectOnOpen|argoCdUrl)$/.test(name)),
  );
});

test("the client reads no setting that is not declared", () => {
  const sources = sourcesOf("client/**/*.ts");
  const read = [...sources.matchAll(/\.(?:get|inspect)(?:<[^>]+>)?\("([\w.]+)"/g)].map(([, name]) => name);
  assert.ok(read.length > 8);
  const declared = new Set(Object.keys(manifest.contributes.configuration.properties));
  const missing = read.filter((name) => !declared.has(`gitops.${name}`) && !declared.has(`gitops.cluster.${name}`));
  assert.deepEqual(missing, []);
});

test("no dependency is needed at run time beside the bundles", () => {
  const ignored = readFileSync(`${projectFolder}.vscodeignore`, "utf8").split("\n").filter(Boolean);
  assert.equal(ignored[0], "**");
  assert.ok(!ignored.some((line) => line.includes("node_modules")));
});
