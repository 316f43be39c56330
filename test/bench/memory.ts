import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Bench } from "./bench.ts";
import { editedText } from "./editedFile.ts";
import {
  documentsIn,
  editedPath,
  exampleFiles,
  generatedRepository,
  manyDocuments,
  templates,
  writeFiles,
} from "./inputs.ts";
import { withoutSchemaComments } from "./peer.ts";
import { startOurs, startTheirs } from "./servers.ts";
import type { StdioClient } from "./stdioClient.ts";
import { bound, type Row } from "./table.ts";

/** Resident memory of the language server with 10,000 documents indexed and a file of 200 kB being edited. */
export async function memoryRows({ schemas, schemaFiles, folder }: Bench): Promise<readonly Row[]> {
  const files = generatedRepository(10_000);
  const documents = Object.entries(files).reduce(
    (sum, [path, text]) => sum + (/ya?ml$/.test(path) ? documentsIn(text) : 0),
    0,
  );
  const large = join(folder, "memory");
  const small = join(folder, "memory-small");
  writeFiles(large, files);
  writeFiles(small, exampleFiles());
  const text = manyDocuments(templates(schemas), 200_000, schemaFiles.commentFor);
  const ours = await startOurs(large);
  await delay(1000);
  const indexed = ours.memory();
  await work(ours, join(large, editedPath), withoutSchemaComments(text));
  const theirs = await startTheirs(small);
  await work(theirs, join(small, editedPath), text);
  const [mine, other] = [ours.memory(), theirs.memory()];
  await Promise.all([ours.stop(), theirs.stop()]);
  if (!indexed || !mine || !other) return [];
  return [
    bound({ what: `${documents} documents indexed`, ours: indexed.now, unit: "MB", atMost: 250 }),
    bound({
      what: "and a 200 kB file edited, completion and hover used (theirs: that file alone)",
      ours: mine.now,
      theirs: other.now,
      unit: "MB",
      atMost: 250,
    }),
    bound({ what: "the highest it ever was", ours: mine.peak, theirs: other.peak, unit: "MB" }),
  ];
}

/** What somebody does in a file: 60 keystrokes, some completions and hovers. */
async function work(client: StdioClient, path: string, source: string): Promise<void> {
  const uri = pathToFileURL(path).href;
  const { text, places } = editedText(source);
  const published = client.published(uri);
  client.open(uri, text);
  await published;
  const { value: at, hover } = places;
  for (let round = 0; round < 30; round++) {
    await client.change(uri, { start: at, end: at, text: "5" });
    await client.change(uri, { start: at, end: { line: at.line, character: at.character + 1 }, text: "" });
    if (round % 5 > 0) continue;
    await client.request("textDocument/completion", { textDocument: { uri }, position: at });
    await client.request("textDocument/hover", { textDocument: { uri }, position: hover });
  }
  await delay(2000);
}
