import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { testFolder } from "../harness/folder.ts";
import { projectFolder } from "../harness/yamlFiles.ts";
import { type ServerProcess, startServerProcess } from "./serverProcess.ts";
import { bombedConfigMap, source } from "./texts.ts";

/** How long the event loop of the server may stand still at most. Milliseconds. */
const longest = 1000;

const features = ["completion", "hover", "definition", "documentSymbol", "foldingRange", "documentLink", "codeLens"];

/** Opens a text, edits it twice, asks for everything and closes it; the longest pause of the server meanwhile. */
async function workWith(server: ServerProcess, uri: string, text: string): Promise<number> {
  await server.longestPause();
  const opened = server.nextDiagnostics(uri);
  await server.open(uri, text);
  await opened;
  for (const character of [0, 1]) {
    const told = server.nextDiagnostics(uri);
    await server.edit(uri, [1, character], [1, character], "#");
    await told;
  }
  const position = { line: 4, character: 4 };
  for (const feature of features) {
    await server.connection.sendRequest(`textDocument/${feature}`, { textDocument: { uri }, position });
  }
  await server.close(uri);
  return server.longestPause();
}

/** The least of some attempts: another process on the machine can make any single one slow. */
async function leastOf(attempts: number, measure: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let left = attempts; left > 0 && least >= longest; left--) least = Math.min(least, await measure());
  return least;
}

const line = (at: number): string => `  key-${at}: "value ${at}"\n`;

const texts: Readonly<Record<string, string>> = {
  "a file of 50 MB": `---\n${source}`.repeat(Math.floor(50_000_000 / (source.length + 4))),
  "a file of 50 MB without any manifest": "# x\n".repeat(12_500_000),
  "10,000 manifests in one file": `---\n${source}`.repeat(10_000),
  "a broken document of 400 kB": `${source}${Array.from({ length: 16_000 }, (_, at) => line(at)).join("")} b`,
  "a broken document of 2 MB": `${source}${Array.from({ length: 80_000 }, (_, at) => line(at)).join("")} b`,
  "100,000 nested brackets": `${source}  x: ${"[".repeat(100_000)}`,
  "an alias bomb": bombedConfigMap(12),
  "10,000 broken documents": "---\na: [\n".repeat(10_000),
};

test("the server never stands still for a second, whatever is opened, edited and closed", async (context) => {
  const folder = testFolder(context, {});
  const server = await startServerProcess(context, folder.root);
  await server.logged("Read 0 files");
  for (const [name, text] of Object.entries(texts)) {
    const pause = await leastOf(3, () => workWith(server, folder.uri("file.yaml"), text));
    assert.ok(pause < longest, `${name}: ${Math.round(pause)} ms`);
  }
});

const withoutEngine = existsSync(join(projectFolder, "dist/kustomize.wasm")) ? false : "the engine is not built";

async function preview(
  context: TestContext,
  config: string,
): Promise<{ readonly text: string; readonly pause: number }> {
  const kustomization = "resources:\n  - config.yaml\n";
  const folder = testFolder(context, { "kustomization.yaml": kustomization, "config.yaml": config });
  const server = await startServerProcess(context, folder.root);
  await server.logged("Read 2 files");
  const params = { key: "preview", directory: folder.uri(""), revision: "workingCopy", header: "comments" };
  const render = (): Promise<{ readonly text: string }> =>
    server.connection.sendRequest("gitops/preview/render", params);
  await server.longestPause();
  const { text } = await render();
  const pause = await server.longestPause();
  await server.open(folder.uri("config.yaml"), source);
  assert.match((await render()).text, /kind: GitRepository/);
  return { text, pause };
}

for (const [name, config] of [
  ["an alias bomb", bombedConfigMap(9)],
  ["an anchor that contains itself", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: &x\n  a: *x\n"],
] as const) {
  test(`a preview of ${name} says that it failed, and the next one works`, { skip: withoutEngine }, async (context) => {
    const { text, pause } = await preview(context, config);
    assert.match(text, /^# /);
    assert.doesNotMatch(text, /^kind: ConfigMap/m);
    assert.ok(pause < longest, `${Math.round(pause)} ms`);
  });
}
