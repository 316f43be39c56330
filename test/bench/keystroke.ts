import { TextDocument } from "vscode-languageserver-textdocument";
import type { SchemaRegistry } from "../../server/core/schema/model.ts";
import { createOpenBuffers } from "../../server/shell/adapters/openBuffers.ts";
import { createService } from "../../server/shell/service.ts";
import { memoryIndex, uriOf } from "../harness/workspace.ts";
import type { Bench } from "./bench.ts";
import { type Contestant, completion, hover, hoverAfterKeystroke, keystroke } from "./contestant.ts";
import { editedText } from "./editedFile.ts";
import { editedPath, exampleFiles, manyDocuments, templates } from "./inputs.ts";
import { median, medians, type Timed } from "./measure.ts";
import { createPeerService, withoutSchemaComments } from "./peer.ts";
import { bound, cost, type Row } from "./table.ts";

const uri = uriOf(editedPath);

/** Keystroke to diagnostics, completion and hover in one process, against yaml-language-server's language service. */
export async function keystrokeRows({ schemas, schemaFiles }: Bench): Promise<readonly Row[]> {
  const all = templates(schemas);
  const rows: Row[] = [];
  const flat = new Map<string, number>();
  for (const [name, size] of [
    ["1 kB", 1000],
    ["10 kB", 10_000],
    ["200 kB", 200_000],
    ["2 MB", 2_000_000],
  ] as const) {
    const { text, places } = editedText(manyDocuments(all, size, schemaFiles.commentFor));
    const us = ours(withoutSchemaComments(text), schemas);
    const they = theirs(text);
    const isLarge = size >= 200_000;
    const found = [await us.diagnostics(), size > 200_000 ? 0 : await they.diagnostics()];
    if (found.some((problems) => problems > 0))
      throw new Error(`${name}: ${found.join(" and ")} problems, none expected`);
    const alone = { warmUp: 50, counted: 201 };
    const together = isLarge ? { warmUp: 3, counted: 11 } : { warmUp: 20, counted: 41 };
    const pairs: readonly (readonly [string, (each: Contestant) => Timed, number | undefined])[] = [
      ["keystroke to diagnostics", (each) => keystroke(each, places.value), size < 5000 ? 2 : isLarge ? 50 : undefined],
      ["completion after a keystroke", (each) => completion(each, places), isLarge ? 20 : 1],
      ["hover after a keystroke", (each) => hoverAfterKeystroke(each, places), isLarge ? 20 : 1],
      ["hover again, nothing changed", (each) => hover(each, places), 1],
    ];
    for (const [what, measured, atLeast] of pairs) {
      const [warm = 0] = await medians([measured(us)], alone);
      if (what.startsWith("key")) flat.set(name, warm);
      if (size > 200_000) rows.push(bound({ what: `${name}: ${what}`, ours: warm, unit: "ms" }));
      else {
        const [mine = 0, other = 0] = await medians([measured(us), measured(they)], together);
        rows.push(
          cost({
            what: `${name}: ${what}`,
            ours: median([mine, warm]),
            theirs: other,
            unit: "ms",
            ...(atLeast && { atLeast }),
          }),
        );
      }
    }
    const [renaming = 0] = await medians([keystroke(us, places.name)], { warmUp: 5, counted: 21 });
    rows.push(bound({ what: `${name}: keystroke in the name of an object`, ours: renaming, unit: "ms" }));
  }
  const ratio = (flat.get("2 MB") ?? 0) / (flat.get("1 kB") ?? 0);
  rows.push(bound({ what: "keystroke to diagnostics, 2 MB to 1 kB", ours: ratio, unit: "x", atMost: 2 }));
  return rows;
}

/** The language service over our example repository and the edited file. */
function ours(text: string, schemas: SchemaRegistry): Contestant {
  const index = memoryIndex({ ...exampleFiles(), [editedPath]: text });
  const { language } = createService({ index, logger: silent, schemas });
  const buffers = createOpenBuffers(index);
  const state = { version: 1 };
  buffers.open(uri, state.version, text);
  return {
    change: ({ start, end, text: newText }) => {
      buffers.change(uri, ++state.version, [{ range: { start, end }, text: newText }]);
    },
    diagnostics: async () => language.diagnostics(uri).length,
    complete: async (position) => (await language.completion({ uri, position })).items.length,
    hover: async (position) => (await language.hover({ uri, position })) !== undefined,
  };
}

function theirs(text: string): Contestant {
  const service = createPeerService();
  const state = { document: TextDocument.create(uri, "yaml", 1, text) };
  return {
    change: ({ start, end, text: newText }) => {
      const { document } = state;
      state.document = TextDocument.update(document, [{ range: { start, end }, text: newText }], document.version + 1);
    },
    diagnostics: async () => (await service.doValidation(state.document, false)).length,
    complete: async (position) => (await service.doComplete(state.document, position, false)).items.length,
    hover: async (position) => (await service.doHover(state.document, position)) !== null,
  };
}

const silent = { info: () => undefined, warn: () => undefined };
