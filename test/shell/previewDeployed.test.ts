import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { PreviewDeployer, PreviewTarget, RenderPreviewResult } from "../../server/protocol/preview.ts";
import { commitFolder, type TestFolder, testFolder } from "../harness/folder.ts";
import { type LspClient, startLspClient } from "../harness/lspClient.ts";
import { until } from "../harness/until.ts";
import { projectFolder } from "../harness/yamlFiles.ts";

const skip = existsSync(join(projectFolder, "dist/kustomize.wasm")) ? false : "the engine is not built (npm run build)";

const fluxKustomization = (spec: string): string => `apiVersion: kustomize.toolkit.fluxcd.io/v1
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
    name: flux-system
${spec}`;

const object = (kind: string, name: string, data: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: flux-system\n${data}`;

const files = {
  "apps/kustomization.yaml": "resources:\n  - config.yaml\n",
  "apps/config.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  colour: ${colour}\n  password: ${password}\n",
  "clusters/apps.yaml": fluxKustomization(
    "  targetNamespace: shop\n  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: colours\n      - kind: Secret\n        name: passwords\n",
  ),
  "clusters/colours.yaml": object("ConfigMap", "colours", "data:\n  colour: blue\n"),
  "clusters/passwords.yaml": object("Secret", "passwords", "stringData:\n  password: do-not-show\n"),
};

type Workspace = TestFolder & {
  readonly client: LspClient;
  readonly changed: string[];
  render(more?: object): Promise<RenderPreviewResult>;
};

async function open(context: TestContext, folder: TestFolder): Promise<Workspace> {
  const client = await startLspClient([pathToFileURL(folder.root).href]);
  context.after(() => client.dispose());
  const changed: string[] = [];
  client.connection.onNotification("gitops/preview/changed", ({ keys }: { keys: readonly string[] }) => {
    changed.push(...keys);
  });
  await client.logged("Read ");
  const deployer: PreviewDeployer = {
    uri: folder.uri("clusters/apps.yaml"),
    group: "kustomize.toolkit.fluxcd.io",
    kind: "Kustomization",
    name: "apps",
    namespace: "flux-system",
  };
  const params = { key: "preview", directory: folder.uri("apps"), deployer, revision: "workingCopy" };
  const render: Workspace["render"] = (more = {}) =>
    client.request("gitops/preview/render", { ...params, header: "comments", ...more });
  return { ...folder, client, changed, render };
}

const workspaceOf = (context: TestContext, contents: Readonly<Record<string, string>>): Promise<Workspace> =>
  open(context, testFolder(context, contents));

test("the preview of a Flux Kustomization shows what it applies, and never a Secret's value", {
  skip,
}, async (context) => {
  const { render } = await workspaceOf(context, files);
  const { kind, text } = await render();
  assert.equal(kind, "rendered");
  assert.match(
    text,
    /^# apps as Flux Kustomization flux-system\/apps applies it: targetNamespace, 2\n# variables \(\d+ ms\)\n/,
  );
  assert.match(
    text,
    /^# Variables of Secret passwords are not substituted: the values of Secrets are\n# never read\.$/m,
  );
  assert.match(text, /^# Not known, so left as written: \$\{password\}\.$/m);
  assert.match(text, /\n {2}colour: blue\n {2}password: \$\{password\}\n/);
  assert.match(text, /\n {4}kustomize\.toolkit\.fluxcd\.io\/name: apps\n/);
  assert.match(text, /\n {2}namespace: shop\n/);
  assert.doesNotMatch(text, /do-not-show/);
});

test("without the Flux Kustomization the directory stays as kustomize builds it", { skip }, async (context) => {
  const { render } = await workspaceOf(context, files);
  const { text } = await render({ deployer: undefined, header: "none" });
  assert.equal(
    text,
    "apiVersion: v1\ndata:\n  colour: ${colour}\n  password: ${password}\nkind: ConfigMap\nmetadata:\n  name: settings\n",
  );
});

test("unsaved edits of the Flux Kustomization and of its ConfigMap reach the preview", { skip }, async (context) => {
  const { client, uri, render, changed } = await workspaceOf(context, files);
  await render();
  client.open(uri("clusters/colours.yaml"), files["clusters/colours.yaml"]);
  client.edit(uri("clusters/colours.yaml"), [6, 10], [6, 14], "green");
  await until("the preview is told of a change", () => changed.splice(0).length > 0);
  assert.match((await render()).text, / {2}colour: green\n/);
  client.open(uri("clusters/apps.yaml"), files["clusters/apps.yaml"]);
  client.edit(uri("clusters/apps.yaml"), [12, 19], [12, 23], "books");
  await until("the preview is told of a change", () => changed.splice(0).length > 0);
  const { text } = await render();
  assert.match(text, / {2}namespace: books\n/);
  assert.match(text, /, 2 unsaved: /);
});

test("a ConfigMap that no manifest declares is named, and what it may define stays as written", {
  skip,
}, async (context) => {
  const { "clusters/colours.yaml": colours, ...rest } = files;
  const { client, uri, write, render, changed } = await workspaceOf(context, rest);
  const { kind, text } = await render();
  assert.equal(kind, "rendered");
  assert.match(text, /^# Variables of ConfigMap colours are not substituted: no manifest here declares$/m);
  assert.match(text, / {2}colour: \$\{colour\}\n/);
  write("clusters/colours.yaml", colours);
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: uri("clusters/colours.yaml"), type: 1 }],
  });
  await until("the preview is told of a change", () => changed.length > 0);
  assert.match((await render()).text, / {2}colour: blue\n/);
});

test("a variable without a value is shown and told as what Flux refuses", { skip }, async (context) => {
  const spec = "  postBuild:\n    substitute:\n      password: shown\n";
  const { render } = await workspaceOf(context, { ...files, "clusters/apps.yaml": fluxKustomization(spec) });
  const { kind, text } = await render();
  assert.equal(kind, "rendered");
  assert.match(text, /^# Flux 2.9 refuses to apply this: `colour` in ConfigMap settings has neither a$/m);
  assert.match(text, / {2}colour: \$\{colour\}\n {2}password: shown\n/);
});

test("a patch that fails is an error at that patch of the Flux Kustomization", { skip }, async (context) => {
  const patch = (operation: string): string =>
    `    - target:\n        kind: ConfigMap\n      patch: |\n        - ${operation}\n`;
  const good = patch("{op: add, path: /data/size, value: large}");
  const spec = `  patches:\n${good}${patch("{op: remove, path: /data/gone}")}${good}`;
  const { client, uri, render } = await workspaceOf(context, {
    ...files,
    "clusters/apps.yaml": fluxKustomization(spec),
  });
  const { kind, text } = await render();
  assert.equal(kind, "failed");
  assert.match(text, /Unable to remove nonexistent key: gone/);
  const [error] = await client.diagnostics(uri("clusters/apps.yaml"), (all) =>
    all.some(({ code }) => code === "kustomize/build"),
  );
  assert.equal(error?.code, "kustomize/build");
  assert.equal(error?.range.start.line, 17);
});

test("a field that holds the wrong type is an error at the field", { skip }, async (context) => {
  const spec = "  patches: none\n";
  const { render } = await workspaceOf(context, { ...files, "clusters/apps.yaml": fluxKustomization(spec) });
  const { text } = await render();
  assert.match(text, /`spec\.patches` must not hold a string/);
});

test("the last commit is rendered with the Flux Kustomization and the ConfigMap of the last commit", {
  skip,
}, async (context) => {
  const folder = testFolder(context, files);
  commitFolder(folder.root);
  folder.write("clusters/colours.yaml", files["clusters/colours.yaml"].replace("blue", "red"));
  folder.write(
    "clusters/apps.yaml",
    files["clusters/apps.yaml"].replace("targetNamespace: shop", "targetNamespace: books"),
  );
  const { render } = await open(context, folder);
  const head = await render({ key: "a", revision: "head", header: "none" });
  const now = await render({ key: "b", header: "none" });
  assert.match(head.text, /colour: blue\n(.*\n)*.*namespace: shop\n/);
  assert.match(now.text, /colour: red\n(.*\n)*.*namespace: books\n/);
});

test("a preview whose Flux Kustomization is gone says so", { skip }, async (context) => {
  const { render, uri } = await workspaceOf(context, {
    ...files,
    "clusters/apps.yaml": files["clusters/colours.yaml"],
  });
  const { kind, text } = await render();
  assert.equal(kind, "failed");
  assert.match(text, /^# clusters\/apps\.yaml declares no Kustomization apps any more\./);
  assert.ok(uri("clusters"));
});

test("the lens and the target of a Flux Kustomization name it, so that its preview shows what it applies", async (context) => {
  const { client, uri } = await workspaceOf(context, files);
  const params = { textDocument: { uri: uri("clusters/apps.yaml") } };
  const [lens] = await client.request<readonly { command?: { arguments?: readonly unknown[] } }[]>(
    "textDocument/codeLens",
    params,
  );
  const [target] = await client.request<readonly PreviewTarget[]>("gitops/preview/targets", {
    uri: uri("clusters/apps.yaml"),
  });
  assert.deepEqual(lens?.command?.arguments, [uri("apps"), target?.deployer]);
  assert.deepEqual(target?.deployer, {
    uri: uri("clusters/apps.yaml"),
    group: "kustomize.toolkit.fluxcd.io",
    kind: "Kustomization",
    name: "apps",
    namespace: "flux-system",
  });
  assert.equal(target?.detail, "as Flux Kustomization apps applies it");
});

test("variables come from the literals of a generator, too, and values of SOPS stay hidden", {
  skip,
}, async (context) => {
  const sources = ["generated", "encrypted"].map((name) => `      - { kind: ConfigMap, name: ${name} }\n`);
  const { render } = await workspaceOf(context, {
    ...files,
    "clusters/apps.yaml": fluxKustomization(`  postBuild:\n    substituteFrom:\n${sources.join("")}`),
    "settings/kustomization.yaml":
      "namespace: flux-system\ngeneratorOptions: { disableNameSuffixHash: true }\nconfigMapGenerator:\n  - name: generated\n    literals: ['colour=\"dark red\"']\n",
    "clusters/encrypted.yaml": object(
      "ConfigMap",
      "encrypted",
      "data:\n  password: ENC[abc]\nsops: { version: 3.9.0 }\n",
    ),
  });
  const { text } = await render();
  assert.match(text, / {2}colour: dark red\n {2}password: \$\{password\}\n/);
  assert.match(text, /^# Variables of ConfigMap encrypted are not substituted: its values are encrypted\.$/m);
});
