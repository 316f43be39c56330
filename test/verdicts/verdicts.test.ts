import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { toJson } from "../../server/core/manifest/node.ts";
import { parseDocument } from "../../server/core/manifest/parseDocument.ts";
import { documentStarts } from "../../server/core/manifest/splitDocuments.ts";
import { fuzzRounds, seeded } from "../harness/random.ts";
import { projectFolder, samplesFolder, yamlFilesBelow } from "../harness/yamlFiles.ts";
import { difference, lineOf, sameValue } from "./compare.ts";
import { buildGoReader, readWithGo } from "./goReader.ts";
import { mutant } from "./mutants.ts";
import { examples } from "./table.ts";

for (const { title, yaml, verdict } of examples) {
  test(`${"value" in verdict ? "accepted" : "refused"}: ${title}`, () => {
    const { problems, root } = parseDocument(yaml);
    if ("value" in verdict) {
      assert.deepEqual(problems, []);
      assert.ok(sameValue(toJson(root), verdict.value), JSON.stringify(toJson(root)));
    } else {
      const lines = problems.map(({ span }) => lineOf(yaml, span.start));
      assert.ok(lines.includes(verdict.refusedAt), `problems on lines ${lines.join(", ")}`);
    }
  });
}

const program = buildGoReader();
const withoutGo = program === undefined ? "Go is not installed" : false;
const samples = samplesFolder();

function documentsOf(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => {
    const starts = documentStarts(text);
    return starts.map((start, at) => text.slice(start, starts[at + 1] ?? text.length));
  });
}

function documentsBelow(folder: string, largest?: number): readonly string[] {
  return documentsOf(yamlFilesBelow(folder, largest).map(({ text }) => text));
}

function compareAll(texts: readonly string[]): void {
  assert.ok(program);
  const verdicts = readWithGo(program, texts);
  assert.equal(verdicts.length, texts.length);
  const differences = texts.flatMap((text, at) => {
    const verdict = verdicts[at];
    const found = verdict && difference(text, verdict);
    return found === undefined ? [] : [`${found}\n${JSON.stringify(text)}`];
  });
  assert.deepEqual(differences.slice(0, 5), [], `${differences.length} of ${texts.length} documents`);
}

test("Go's own readers say what the table says", { skip: withoutGo }, () => {
  assert.ok(program);
  const verdicts = readWithGo(
    program,
    examples.map(({ yaml }) => yaml),
  );
  for (const [at, { title, verdict }] of examples.entries()) {
    for (const answer of [verdicts[at]?.kubectl, verdicts[at]?.kustomize]) {
      assert.equal(answer?.accepted, "value" in verdict, `${title}: ${JSON.stringify(answer)}`);
    }
    const value = verdicts[at]?.kubectl;
    if ("value" in verdict && value?.accepted) assert.ok(sameValue(value.value, verdict.value), title);
  }
});

test("every document of the examples is read as Go reads it", { skip: withoutGo }, () =>
  compareAll(documentsBelow(join(projectFolder, "examples"))),
);

test(
  "every document of the samples is read as Go reads it",
  { skip: withoutGo || (samples === undefined && "the samples are not present") },
  () => compareAll(documentsBelow(samples ?? "")),
);

test("documents with small mistakes are judged as Go judges them", { skip: withoutGo }, () => {
  const own = documentsBelow(join(projectFolder, "examples"), 3000);
  const random = seeded(20260102);
  compareAll(documentsOf(Array.from({ length: fuzzRounds(20_000) }, () => mutant(own, random))));
});
