import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type TestFolder, testFolder } from "../harness/folder.ts";
import { type LspClient, startLspClient } from "../harness/lspClient.ts";

const source = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: apps
  namespace: flux-system
spec:
  interval: 1m
  url: https://github.com/example-org/apps
`;

const kustomization = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: apps
  namespace: flux-system
spec:
  interval: 10m
  path: ./apps
  prune: true
  sourceRef:
    kind: GitRepository
    name: aps
`;

/** A folder with some files and an editor that has it open. */
async function workspaceOf(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  settings: unknown = {},
): Promise<TestFolder & { readonly client: LspClient }> {
  const folder = testFolder(context, files);
  const client = await startLspClient([pathToFileURL(folder.root).href], settings);
  context.after(() => client.dispose());
  return { ...folder, client };
}

const codes = (diagnostics: readonly { readonly code?: unknown }[]): readonly unknown[] =>
  diagnostics.map(({ code }) => code);

test("a dangling source is reported, and no longer once the source is named right", async (context) => {
  const { client, uri } = await workspaceOf(context, { "source.yaml": source, "apps.yaml": kustomization });
  await client.logged("Read 2 files");
  client.open(uri("apps.yaml"), kustomization);
  const found = await client.diagnostics(uri("apps.yaml"), (all) => all.length > 0);
  assert.deepEqual(codes(found), ["ref/dangling-source"]);
  assert.deepEqual(found[0]?.range, { start: { line: 11, character: 10 }, end: { line: 11, character: 13 } });
  client.edit(uri("apps.yaml"), [11, 12], [11, 12], "p");
  assert.deepEqual(await client.diagnostics(uri("apps.yaml"), (all) => all.length === 0), []);
});

test("an edit in another open file changes the diagnostics of this one", async (context) => {
  const right = kustomization.replace("name: aps", "name: apps");
  const { client, uri } = await workspaceOf(context, { "source.yaml": source, "apps.yaml": right });
  await client.logged("Read 2 files");
  client.open(uri("apps.yaml"), right);
  client.open(uri("source.yaml"), source);
  await client.diagnostics(uri("apps.yaml"), (all) => all.length === 0);
  client.edit(uri("source.yaml"), [3, 8], [3, 12], "applications");
  assert.deepEqual(codes(await client.diagnostics(uri("apps.yaml"), (all) => all.length > 0)), ["ref/dangling-source"]);
});

test("a file that appears or disappears on disk counts at once", async (context) => {
  const right = kustomization.replace("name: aps", "name: apps");
  const { client, path, uri } = await workspaceOf(context, { "apps.yaml": right });
  await client.logged("Read 1 files");
  client.open(uri("apps.yaml"), right);
  await client.diagnostics(uri("apps.yaml"), (all) => all.length > 0);
  writeFileSync(path("source.yaml"), source);
  const changes = (type: number) => ({ changes: [{ uri: uri("source.yaml"), type }] });
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", changes(1));
  await client.diagnostics(uri("apps.yaml"), (all) => all.length === 0);
  rmSync(path("source.yaml"));
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", changes(3));
  await client.diagnostics(uri("apps.yaml"), (all) => all.length > 0);
});

test("a removed directory takes everything in it along", async (context) => {
  const right = kustomization.replace("name: aps", "name: apps");
  const { client, path, uri } = await workspaceOf(context, { "apps.yaml": right, "sources/deep/source.yaml": source });
  await client.logged("Read 2 files");
  client.open(uri("apps.yaml"), right);
  await client.diagnostics(uri("apps.yaml"), (all) => all.length === 0);
  rmSync(path("sources"), { recursive: true });
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: uri("sources"), type: 3 }],
  });
  await client.diagnostics(uri("apps.yaml"), (all) => all.length > 0);
});

test("a second workspace folder adds what it declares, and takes it away again", async (context) => {
  const right = kustomization.replace("name: aps", "name: apps");
  const { client, uri } = await workspaceOf(context, { "apps.yaml": right });
  const other = mkdtempSync(join(tmpdir(), "gitops-"));
  context.after(() => rmSync(other, { recursive: true, force: true }));
  writeFileSync(join(other, "source.yaml"), source);
  await client.logged("Read 1 files");
  client.open(uri("apps.yaml"), right);
  await client.diagnostics(uri("apps.yaml"), (all) => all.length > 0);
  const folder = { uri: pathToFileURL(other).href, name: "other" };
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [folder], removed: [] },
  });
  await client.diagnostics(uri("apps.yaml"), (all) => all.length === 0);
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [], removed: [folder] },
  });
  await client.diagnostics(uri("apps.yaml"), (all) => all.length > 0);
});

test("links that go round in a circle end the reading", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "gitops-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "source.yaml"), source);
  symlinkSync(folder, join(folder, "loop"));
  const client = await startLspClient([pathToFileURL(folder).href]);
  context.after(() => client.dispose());
  await client.logged("Read 1 files");
});

test("what a link leads to exists under the path of the link too", async (context) => {
  const folder = testFolder(context, {
    "shared/kustomization.yaml": "resources: []\n",
    "prod/kustomization.yaml": "resources:\n  - ../linked\n  - ../shared\n",
  });
  symlinkSync(folder.path("shared"), folder.path("linked"));
  const client = await startLspClient([pathToFileURL(folder.root).href]);
  context.after(() => client.dispose());
  await client.logged("Read 3 files");
  client.open(folder.uri("prod/kustomization.yaml"), "resources:\n  - ../linked\n");
  assert.deepEqual(await client.diagnostics(folder.uri("prod/kustomization.yaml"), (all) => all.length === 0), []);
});

test("a severity of the user counts, and off means off", async (context) => {
  const settings = { rules: { "ref/dangling-source": "error" } };
  const { client, uri } = await workspaceOf(context, { "apps.yaml": kustomization }, settings);
  await client.logged("Read 1 files");
  client.open(uri("apps.yaml"), kustomization);
  const [finding] = await client.diagnostics(uri("apps.yaml"), (all) => all.length > 0);
  assert.equal(finding?.severity, 1);
  const off = { settings: { rules: { "ref/dangling-source": "off" } } };
  await client.connection.sendNotification("workspace/didChangeConfiguration", off);
  await client.diagnostics(uri("apps.yaml"), (all) => all.length === 0);
});

test("a file of 50 MB gets a clear finding", async (context) => {
  const { client, uri } = await workspaceOf(context, {});
  await client.logged("Read 0 files");
  const huge = `${source}${"# filler\n".repeat(5_600_000)}`;
  client.open(uri("huge.yaml"), huge);
  const [finding] = await client.diagnostics(uri("huge.yaml"), (all) => all.length > 0);
  assert.equal(finding?.code, "yaml/too-large");
});

test("closing a file takes its diagnostics away", async (context) => {
  const { client, uri } = await workspaceOf(context, { "apps.yaml": kustomization });
  await client.logged("Read 1 files");
  client.open(uri("apps.yaml"), kustomization);
  await client.diagnostics(uri("apps.yaml"), (all) => all.length > 0);
  client.close(uri("apps.yaml"));
  await client.diagnostics(uri("apps.yaml"), (all) => all.length === 0);
});
