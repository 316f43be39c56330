import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { type TestFolder, testFolder } from "../harness/folder.ts";
import { type LspClient, startLspClient } from "../harness/lspClient.ts";
import { fuzzRounds, type Random, seeded } from "../harness/random.ts";
import { projectFolder, yamlFilesBelow } from "../harness/yamlFiles.ts";

const texts = yamlFilesBelow(join(projectFolder, "examples"), 6000).map(({ text }) => text);

const insertions: readonly string[] = [
  ...["\n", "\n  ", "  ", " ", ":", ": ", "- ", "#", "'", '"', "[", "]", "{", "}", ",", "|\n", "\t", "\r\n"],
  ...["---\n", "\n---\n", "...\n", "&a ", "*a", "<<: *a\n", "!!str ", "\u{1F600}", "\0", "kind: X\n", "x"],
];

interface Place {
  readonly line: number;
  readonly character: number;
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** Whether an offset stands between the two halves of a line break, where no editor puts a cursor. */
function splitsBreak(text: string, offset: number): boolean {
  return text[offset - 1] === "\r" && text[offset] === "\n";
}

/** Edits a file at random; gives its new text. */
function editAtRandom(client: LspClient, uri: string, text: string, random: Random): string {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + (random.below(3) === 0 ? random.below(40) : 0));
  if (splitsBreak(text, start) || splitsBreak(text, end)) return text;
  const inserted = random.below(6) === 0 ? "" : random.pick(insertions);
  const [from, to] = [placeAt(text, start), placeAt(text, end)];
  client.edit(uri, [from.line, from.character], [to.line, to.character], inserted);
  return text.slice(0, start) + inserted + text.slice(end);
}

async function editorOf(context: TestContext, folder: TestFolder): Promise<LspClient> {
  const client = await startLspClient([pathToFileURL(folder.root).href]);
  context.after(() => client.dispose());
  await client.logged("Read ");
  return client;
}

test("after random edits a file has the diagnostics that it has when it is opened afresh", async (context) => {
  const folder = testFolder(context, {});
  const editor = await editorOf(context, folder);
  const other = await editorOf(context, folder);
  const random = seeded(20260103);
  for (let round = 0; round < fuzzRounds(40); round++) {
    const uri = folder.uri(`file-${round}.yaml`);
    let text = random.pick(texts);
    editor.open(uri, text);
    for (let count = 1 + random.below(8); count > 0; count--) {
      text = editAtRandom(editor, uri, text, random);
      await editor.request(random.pick(["textDocument/completion", "textDocument/hover", "textDocument/definition"]), {
        textDocument: { uri },
        position: placeAt(text, random.below(text.length + 1)),
      });
    }
    other.open(uri, text);
    const symbols = { textDocument: { uri } };
    const [edited, afresh] = [editor, other].map((each) =>
      each.request<unknown>("textDocument/documentSymbol", symbols),
    );
    assert.deepEqual(await edited, await afresh, JSON.stringify(text));
    const expected = await other.diagnostics(uri);
    await editor.diagnostics(uri, (found) => isDeepStrictEqual(found, expected));
    editor.close(uri);
    other.close(uri);
  }
});
