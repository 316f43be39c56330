import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonSchema } from "../../server/features/yamlService.ts";
import { createYamlService } from "../../server/shell/adapters/yamlService.ts";

const schema: JsonSchema = {
  type: "object",
  properties: {
    kind: { type: "string", enum: ["GitRepository", "Bucket"] },
    name: { type: "string", markdownDescription: "The **name**." },
    optional: { type: "boolean" },
  },
};

const service = createYamlService();

async function labels(text: string, schemaId = "reference"): Promise<readonly string[]> {
  const lines = text.split("\n");
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return (await service.complete({ text, position, schemaId, schema })).map(({ label }) => label);
}

test("Completes the keys of the schema that are not written yet.", async () => {
  const offered = await labels("kind: Bucket\n");
  assert.deepEqual(offered.toSorted(), ["name", "optional"]);
});

test("Completes the values of an enum and of a boolean.", async () => {
  assert.deepEqual(await labels("kind: "), ["GitRepository", "Bucket"]);
  assert.deepEqual(await labels("optional: "), ["true", "false"]);
});

test("Edits and hover ranges count from the start of the text that was handed over.", async () => {
  const [item] = await service.complete({
    text: "ki",
    position: { line: 0, character: 2 },
    schemaId: "reference",
    schema,
  });
  assert.ok(item?.textEdit && "range" in item.textEdit);
  assert.deepEqual(item.textEdit.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } });
  const hover = await service.hover({
    text: "name: x\n",
    position: { line: 0, character: 1 },
    schemaId: "reference",
    schema,
  });
  assert.deepEqual(hover?.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } });
  assert.deepEqual(hover?.contents, { kind: "markdown", value: "The **name**." });
});

test("Keeps working when more schemas are used than the package keeps.", async () => {
  for (let at = 0; at < 300; at++) await labels("kind: ", `schema ${at}`);
  assert.deepEqual(await labels("kind: ", "schema 0"), ["GitRepository", "Bucket"]);
});

test("The package is asked each question once.", async () => {
  const request = { text: "kind: ", position: { line: 0, character: 6 }, schemaId: "once", schema };
  assert.equal(await service.complete(request), await service.complete({ ...request }));
  assert.notEqual(await service.complete(request), await service.complete({ ...request, text: "name: " }));
});
