import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Position } from "vscode-languageserver-types";
import type { Bench } from "./bench.ts";
import { type EditedText, editedText } from "./editedFile.ts";
import { editedPath, exampleFiles, manyDocuments, templates, writeFiles } from "./inputs.ts";
import { medians, type Timed, timeOf } from "./measure.ts";
import { withoutSchemaComments } from "./peer.ts";
import { startOurs, startTheirs } from "./servers.ts";
import type { StdioClient } from "./stdioClient.ts";
import { bound, type Row } from "./table.ts";

/** What an editor sees over LSP, pauses before diagnostics included. */
export async function lspRows({ schemas, schemaFiles, folder, thorough }: Bench): Promise<readonly Row[]> {
  const all = templates(schemas);
  const repository = join(folder, "lsp");
  writeFiles(repository, exampleFiles());
  const uri = pathToFileURL(join(repository, editedPath)).href;
  const rows: Row[] = [];
  for (const [name, size] of [
    ["1 kB", 1000],
    ["10 kB", 10_000],
    ["200 kB", 200_000],
    ["2 MB", 2_000_000],
  ] as const) {
    const edited = editedText(manyDocuments(all, size, schemaFiles.commentFor));
    const isHuge = size > 1_000_000;
    const clients = await Promise.all([startOurs(repository), startTheirs(repository)]);
    const [ours, theirs] = clients;
    const open = async (client: StdioClient, text: string): Promise<void> => {
      const published = client.published(uri);
      client.open(uri, text);
      if ((await published) > 0) throw new Error(`${name}: problems where none are expected`);
    };
    await open(ours, withoutSchemaComments(edited.text));
    await open(theirs, edited.text);
    const pace = isHuge && !thorough ? { warmUp: 0, counted: 2 } : { warmUp: 2, counted: 7 };
    const add = async (what: string, measured: (client: StdioClient) => Timed, atMost: number): Promise<void> => {
      // Ours has an aim in milliseconds, so it is measured alone: the other server goes on checking after its answers.
      const [mine = 0] = await medians([measured(ours)], { warmUp: 10, counted: 25 });
      const [other = 0] = await medians([measured(theirs)], pace);
      rows.push(bound({ what: `${name}: ${what}`, ours: mine, theirs: other, unit: "ms", atMost }));
    };
    await add("didChange to publishDiagnostics", (client) => keystroke(client, uri, edited.places.value), 50);
    const [renaming = 0] = await medians([keystroke(ours, uri, edited.places.name)], { warmUp: 3, counted: 9 });
    rows.push(bound({ what: `${name}: the same in the name of an object`, ours: renaming, unit: "ms", atMost: 50 }));
    await add("completion right after a keystroke", (client) => completion(client, uri, edited), 15);
    await Promise.all(clients.map((client) => client.stop()));
  }
  return rows;
}

function keystroke(client: StdioClient, uri: string, at: Position): Timed {
  const state = { isTyped: false };
  const behind = { line: at.line, character: at.character + 1 };
  return () => {
    const edit = state.isTyped ? { start: at, end: behind, text: "" } : { start: at, end: at, text: "5" };
    state.isTyped = !state.isTyped;
    return timeOf(() => client.change(uri, edit));
  };
}

function completion(client: StdioClient, uri: string, { places: { line } }: EditedText): Timed {
  return async () => {
    await client.change(uri, { start: line, end: line, text: "  s\n" });
    const at = { line: line.line, character: 3 };
    const position = { line: line.line, character: 4 };
    const published = { done: Promise.resolve(0) };
    const time = await timeOf(async () => {
      published.done = client.change(uri, { start: at, end: at, text: "u" });
      await client.request("textDocument/completion", { textDocument: { uri }, position });
    });
    await published.done;
    await client.change(uri, { start: line, end: { line: line.line + 1, character: 0 }, text: "" });
    return time;
  };
}
