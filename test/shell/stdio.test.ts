import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { CompletionList, InitializeResult, PublishDiagnosticsParams } from "vscode-languageserver/node";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { projectFolder } from "../harness/yamlFiles.ts";

const program = join(projectFolder, "server/shell/cli/main.ts");

/** The server as any editor starts it: a process that speaks LSP on its standard streams. */
async function startProcess(context: TestContext, completionItem: object) {
  const server = spawn(process.execPath, [program, "lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  // Whatever still waits for an answer then fails.
  server.once("exit", () => connection.dispose());
  context.after(() => {
    connection.dispose();
    server.kill();
  });
  const result = await connection.sendRequest<InitializeResult>("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { completion: { completionItem } } },
  });
  await connection.sendNotification("initialized", {});
  return { server, connection, result };
}

const uri = "file:///somewhere/release.yaml";
const text =
  "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: podinfo\nspec:\n  suspendd: true\n  \n";

async function completionAt(
  connection: Awaited<ReturnType<typeof startProcess>>["connection"],
  line: number,
  character: number,
): Promise<CompletionList> {
  const textDocument = { uri, languageId: "yaml", version: 1, text };
  await connection.sendNotification("textDocument/didOpen", { textDocument });
  return connection.sendRequest("textDocument/completion", { textDocument: { uri }, position: { line, character } });
}

test("an editor without a folder and without settings gets completion and diagnostics", async (context) => {
  const { connection, result } = await startProcess(context, { snippetSupport: true });
  assert.ok(result.capabilities.completionProvider);
  const { promise, resolve } = Promise.withResolvers<PublishDiagnosticsParams>();
  connection.onNotification("textDocument/publishDiagnostics", resolve);
  const { items } = await completionAt(connection, 6, 2);
  assert.ok(items.some(({ label }) => label === "chart"));
  const { diagnostics } = await promise;
  assert.deepEqual(diagnostics.map(({ code }) => code).toSorted(), ["schema/missing-required", "schema/unknown-field"]);
});

test("an editor that knows no snippets gets the text they leave", async (context) => {
  const { connection } = await startProcess(context, {});
  const { items } = await completionAt(connection, 6, 2);
  const chart = items.find(({ label }) => label === "chart");
  assert.equal(chart?.insertTextFormat, 1);
  assert.match(chart?.textEdit?.newText ?? "", /^chart:\n {4}spec:\n/);
  assert.doesNotMatch(JSON.stringify(items.map(({ textEdit }) => textEdit?.newText)), /\$\{?\d/);
});

test("the process ends when the editor asks it to", async (context) => {
  const { server, connection } = await startProcess(context, {});
  const ended = new Promise((resolve) => server.once("exit", resolve));
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  assert.equal(await ended, 0);
});
