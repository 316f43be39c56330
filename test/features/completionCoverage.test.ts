import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseYamlFile } from "../../server/core/manifest/parseYamlFile.ts";
import { provideCompletion } from "../../server/features/completion.ts";
import { seeded } from "../harness/random.ts";
import { uriOf } from "../harness/workspace.ts";
import { environmentOf, positionAt, schemas } from "./completionFixture.ts";
import { type Probe, probesOf } from "./completionProbes.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

/** The documents of our examples, and of the samples where this machine has them. */
function documents(): readonly string[] {
  const examples = globSync("examples/**/*.{yaml,yml}", { cwd: project, exclude: ["examples/broken/**"] }).map((file) =>
    join(project, file),
  );
  const samples = process.env["GITOPS_SAMPLES"] ?? join(project, "../shared/samples");
  const index = join(samples, "documents/index.jsonl");
  const listed = existsSync(index) ? readFileSync(index, "utf8").trim().split("\n") : [];
  const accepted = listed.flatMap((line) => {
    const { file, accepted, flags } = JSON.parse(line);
    const isPartial = flags.includes("patch") || flags.includes("gotemplate");
    return accepted === true && !isPartial ? [join(samples, "documents", file)] : [];
  });
  return [...examples.toSorted(), ...accepted.toSorted()]
    .map((file) => readFileSync(file, "utf8"))
    .flatMap((text) => parseYamlFile("file:///repo/x.yaml", text).entries.map(({ document }) => document.text));
}

interface Score {
  probes: number;
  offered: number;
  amongFive: number;
  readonly missed: string[];
}

/** Completes at every probe and counts how often the text that was there is offered, and how high. */
async function measure(probes: readonly Probe[]): Promise<Score> {
  const score: Score = { probes: probes.length, offered: 0, amongFive: 0, missed: [] };
  for (const { text, offset, label, path } of probes) {
    const file = "probe.yaml";
    const request = { uri: uriOf(file), position: positionAt(text, offset) };
    const { items } = await provideCompletion(environmentOf({ [file]: text }), request);
    const at = items.findIndex((item) => item.label === label);
    if (at >= 0) score.offered++;
    if (at >= 0 && at < 5) score.amongFive++;
    else score.missed.push(`${path} ${label} ${at}`);
  }
  return score;
}

const random = seeded(20_260_901);
const probes = documents().flatMap((text) => probesOf(text, schemas, random));

const of = (type: Probe["type"]): readonly Probe[] => probes.filter((probe) => probe.type === type);

test("Every half-typed key is offered whole.", async () => {
  const score = await measure(of("half"));
  assert.ok(score.probes > 50, `only ${score.probes} probes`);
  assert.equal(score.offered, score.probes);
});

test("At an empty place the key that was there is always offered, nine times in ten among the first five.", async () => {
  const score = await measure(of("empty"));
  assert.equal(score.offered, score.probes);
  assert.ok(score.amongFive >= 0.9 * score.probes, `${score.amongFive} of ${score.probes}`);
});

test("Every value of an enum and every boolean is offered.", async () => {
  const score = await measure(of("value"));
  assert.ok(score.probes > 20, `only ${score.probes} probes`);
  assert.equal(score.offered, score.probes);
});

test("A key is offered where the document is broken around it.", async () => {
  const score = await measure(of("broken"));
  assert.equal(score.offered, score.probes);
});
