import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { PreviewTarget, RenderPreviewResult } from "../../server/protocol/preview.ts";
import { commitFolder, type TestFolder, testFolder } from "../harness/folder.ts";
import { type LspClient, startLspClient } from "../harness/lspClient.ts";
import { until } from "../harness/until.ts";
import { projectFolder } from "../harness/yamlFiles.ts";

const skip = existsSync(join(projectFolder, "dist/kustomize.wasm")) ? false : "the engine is not built (npm run build)";

const files = {
  "base/kustomization.yaml": "resources:\n  - config.yaml\n",
  "base/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  colour: blue\n",
  "prod/kustomization.yaml": "namespace: prod\nresources:\n  - ../base\n",
  "apps.yaml":
    "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\n  namespace: flux-system\nspec:\n  interval: 10m\n  path: ./prod\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n",
};

type Workspace = TestFolder & {
  readonly client: LspClient;
  readonly changed: string[];
  render(directory: string, revision?: "workingCopy" | "head"): Promise<RenderPreviewResult>;
};

async function workspaceOf(context: TestContext, contents: Readonly<Record<string, string>>): Promise<Workspace> {
  const folder = testFolder(context, contents);
  const client = await startLspClient([pathToFileURL(folder.root).href]);
  context.after(() => client.dispose());
  const changed: string[] = [];
  client.connection.onNotification("gitops/preview/changed", ({ keys }: { keys: readonly string[] }) => {
    changed.push(...keys);
  });
  await client.logged("Read ");
  const render: Workspace["render"] = (directory, revision = "workingCopy") =>
    client.request("gitops/preview/render", {
      key: `preview ${directory}`,
      directory: folder.uri(directory),
      revision,
      header: "comments",
    });
  return { ...folder, client, changed, render };
}

test("an overlay is rendered with the unsaved text of an editor, and its preview is told", {
  skip,
}, async (context) => {
  const { client, uri, render, changed } = await workspaceOf(context, files);
  const before = await render("prod");
  assert.equal(before.kind, "rendered");
  assert.match(before.text, /^# prod as kustomize builds it \(\d+ ms\)\n# from 3 files of the working copy: /);
  assert.match(before.text, /\.\.\/base\/config\.yaml,/);
  assert.match(before.text, / {2}colour: blue\n/);
  assert.match(before.text, / {2}namespace: prod\n/);
  client.open(uri("base/config.yaml"), files["base/config.yaml"]);
  client.edit(uri("base/config.yaml"), [5, 10], [5, 14], "green");
  await until("the preview is told of a change", () => changed.includes("preview prod"));
  const after = await render("prod");
  assert.match(after.text, /of the working copy, 1 unsaved: /);
  assert.match(after.text, / {2}colour: green\n/);
});

test("a missing file appears as text in the preview and as an error on the line that names it", {
  skip,
}, async (context) => {
  const broken = { ...files, "base/kustomization.yaml": "resources:\n  - config.yaml\n  - gone.yaml\n" };
  const { client, uri, render } = await workspaceOf(context, broken);
  const result = await render("prod");
  assert.equal(result.kind, "failed");
  assert.match(result.text, /kustomize can't build this/);
  assert.match(result.text, /gone\.yaml/);
  const [error] = await client.diagnostics(uri("base/kustomization.yaml"), (all) => all.length > 0);
  assert.equal(error?.code, "kustomize/build");
  assert.equal(error?.range.start.line, 2);
});

test("what is missing counts as an input: the preview is told when it appears", { skip }, async (context) => {
  const broken = { ...files, "base/kustomization.yaml": "resources:\n  - config.yaml\n  - gone.yaml\n" };
  const { client, uri, write, render, changed } = await workspaceOf(context, broken);
  await render("prod");
  write("base/gone.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: found\n");
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: uri("base/gone.yaml"), type: 1 }],
  });
  await until("the preview is told of a change", () => changed.includes("preview prod"));
  assert.match((await render("prod")).text, /name: found/);
});

test("a remote base is left out, said so, and the rest is rendered", { skip }, async (context) => {
  const remote = {
    ...files,
    "prod/kustomization.yaml": "resources:\n  - https://github.com/example-org/base?ref=v1\n  - ../base\n",
  };
  const { client, uri, render } = await workspaceOf(context, remote);
  const result = await render("prod");
  assert.equal(result.kind, "rendered");
  assert.match(result.text, /# Not rendered: https:\/\/github\.com\/example-org\/base\?ref=v1/);
  assert.match(result.text, /colour: blue/);
  const [note] = await client.diagnostics(uri("prod/kustomization.yaml"), (all) => all.length > 0);
  assert.equal(note?.code, "kustomize/not-rendered");
  assert.equal(note?.range.start.line, 1);
});

test("the last commit is rendered as it was, whatever the working copy says", { skip }, async (context) => {
  const folder = testFolder(context, files);
  commitFolder(folder.root);
  folder.write("base/config.yaml", files["base/config.yaml"].replace("blue", "red"));
  const client = await startLspClient([pathToFileURL(folder.root).href]);
  context.after(() => client.dispose());
  await client.logged("Read ");
  const params = { directory: folder.uri("prod"), header: "none" };
  const head = await client.request<RenderPreviewResult>("gitops/preview/render", {
    ...params,
    key: "a",
    revision: "head",
  });
  const now = await client.request<RenderPreviewResult>("gitops/preview/render", {
    ...params,
    key: "b",
    revision: "workingCopy",
  });
  assert.match(head.text, /^apiVersion: v1\ndata:\n {2}colour: blue/);
  assert.match(now.text, /colour: red/);
});

test("outside of a Git repository a comparison says what is missing", { skip }, async (context) => {
  const { render } = await workspaceOf(context, files);
  const result = await render("prod", "head");
  assert.equal(result.kind, "failed");
  assert.match(result.text, /not in a Git repository/);
});

test("targets are the file's own directory, the overlays it goes into, or what a Flux Kustomization deploys", async (context) => {
  const { client, uri } = await workspaceOf(context, files);
  const targets = async (params: object): Promise<readonly string[]> =>
    (await client.request<readonly PreviewTarget[]>("gitops/preview/targets", params)).map(({ label }) => label);
  assert.deepEqual(await targets({}), ["base", "prod"]);
  assert.deepEqual(await targets({ uri: uri("prod/kustomization.yaml") }), ["prod"]);
  assert.deepEqual((await targets({ uri: uri("base/config.yaml") })).toSorted(), ["base", "prod"]);
  assert.deepEqual(await targets({ uri: uri("apps.yaml"), position: { line: 1, character: 0 } }), ["prod"]);
});

test("a path without a kustomization file is rendered from the one that Flux writes", { skip }, async (context) => {
  const plain = {
    "apps.yaml": files["apps.yaml"],
    "prod/config.yaml": files["base/config.yaml"],
    "prod/more/secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: token\n",
    "prod/overlay/kustomization.yaml": "namePrefix: my-\nresources:\n  - one.yaml\n",
    "prod/overlay/one.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n",
    "prod/overlay/unused.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: unused\n",
  };
  const { client, uri, write, render, changed } = await workspaceOf(context, plain);
  const targets = await client.request<readonly PreviewTarget[]>("gitops/preview/targets", { uri: uri("apps.yaml") });
  assert.deepEqual(
    targets.map(({ label }) => label),
    ["prod"],
  );
  const names = async (): Promise<readonly string[]> =>
    [...(await render("prod")).text.matchAll(/^ {2}name: (.*)$/gm)].map(([, name = ""]) => name).toSorted();
  assert.deepEqual(await names(), ["my-one", "settings", "token"]);
  write("prod/more/later.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: later\n");
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: uri("prod/more/later.yaml"), type: 1 }],
  });
  await until("the preview is told of a change", () => changed.includes("preview prod"));
  assert.deepEqual(await names(), ["later", "my-one", "settings", "token"]);
});

test("lenses offer the preview and tell who includes a directory", async (context) => {
  const { client, uri } = await workspaceOf(context, files);
  const titles = async (name: string): Promise<readonly (string | undefined)[]> => {
    const params = { textDocument: { uri: uri(name) } };
    const lenses = await client.request<readonly { command?: { title: string } }[]>("textDocument/codeLens", params);
    return lenses.map(({ command }) => command?.title);
  };
  assert.deepEqual(await titles("base/kustomization.yaml"), [
    "$(open-preview) Preview rendered overlay",
    "1 kustomization includes this",
  ]);
  assert.deepEqual(await titles("apps.yaml"), ["$(open-preview) Preview prod"]);
});

test("the editor is told to ask for lenses again when files appear that change them", async (context) => {
  const { client, uri, write } = await workspaceOf(context, { "apps.yaml": files["apps.yaml"] });
  const refreshed = new Promise<void>((resolve) => {
    client.connection.onRequest("workspace/codeLens/refresh", () => resolve());
  });
  write("prod/kustomization.yaml", "resources: []\n");
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: uri("prod/kustomization.yaml"), type: 1 }],
  });
  await refreshed;
  const params = { textDocument: { uri: uri("apps.yaml") } };
  const lenses = await client.request<readonly unknown[]>("textDocument/codeLens", params);
  assert.equal(lenses.length, 1);
});
