import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { fuzzRounds, seeded } from "../harness/random.ts";
import { projectFolder, yamlFilesBelow } from "../harness/yamlFiles.ts";
import { mutant } from "../verdicts/mutants.ts";
import { askEverything } from "./everyFeature.ts";
import { aliasBomb, bombedApplication, bombedConfigMap, mergeBomb, source } from "./texts.ts";

const codes = (findings: readonly { readonly code: string }[]): readonly string[] => findings.map(({ code }) => code);

test("random bytes as files never make a feature fail", async () => {
  const random = seeded(3);
  for (let round = 0; round < fuzzRounds(40); round++) {
    const bytes = Uint8Array.from({ length: random.below(3000) }, () => random.below(256));
    const text = new TextDecoder().decode(bytes);
    await askEverything(text, random.pick(["manifest.yaml", "kustomization.yaml"]));
    await askEverything(source + text);
  }
});

test("broken examples never make a feature fail", async () => {
  const texts = yamlFilesBelow(join(projectFolder, "examples"), 6000).map(({ text }) => text);
  const random = seeded(4);
  for (let round = 0; round < fuzzRounds(150); round++) {
    await askEverything(mutant(texts, random), random.pick(["manifest.yaml", "kustomization.yaml"]));
  }
});

for (const [name, text] of [
  ["open brackets", `${source}  x: ${"[".repeat(100_000)}`],
  ["closed brackets", `${source}  x: ${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ["open braces", `${source}  x: ${"{a: ".repeat(100_000)}`],
  ["list items", `${source}  x:\n    ${"- ".repeat(100_000)}`],
] as const) {
  test(`100,000 nested ${name} are one finding`, async () => {
    assert.deepEqual(codes(await askEverything(text)), ["yaml/too-deep"]);
  });
}

for (const [name, text] of [
  ["an Application", bombedApplication(12)],
  ["a ConfigMap", bombedConfigMap(12)],
  [
    "the mappings of a Kustomization",
    `${aliasBomb(12)}apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: *l12\n`,
  ],
] as const) {
  test(`an alias bomb in ${name} is told to be refused`, async () => {
    const path = name.endsWith("Kustomization") ? "kustomization.yaml" : "manifest.yaml";
    const findings = await askEverything(text, path);
    assert.ok(findings.some(({ code, message }) => code === "yaml/syntax" && message.includes("aliases")));
    assert.ok(findings.length < 500, `${findings.length} findings`);
  });
}

test("mappings that merge each other on many levels are judged", async () => {
  assert.ok((await askEverything(mergeBomb(25))).length < 500);
});

test("an anchor that contains itself is a finding", async () => {
  const findings = await askEverything(`${source}  ignore: &x\n    a: *x\n`);
  assert.ok(codes(findings).includes("yaml/unknown-anchor"));
});

test("a line of a million characters is read like any other", async () => {
  const text = source.replace("spec:\n", `  annotations: {note: "${"x".repeat(1_000_000)}"}\nspec:\n  intervall: 1m\n`);
  const findings = await askEverything(text);
  assert.deepEqual(codes(findings), ["schema/unknown-field"]);
  assert.equal(findings[0]?.line, 7);
});

test("10,000 documents in one file are all judged", async () => {
  const documents = Array.from(
    { length: 10_000 },
    (_, at) => `---\n${source.replace("name: apps", `name: apps-${at}`)}`,
  );
  documents[9_999] = `${documents[9_999]}  timeout: soon\n`;
  const findings = await askEverything(documents.join(""));
  assert.deepEqual(
    findings.map(({ line }) => line),
    [10_000 * 11 + 0],
  );
});

test("more than 10,000 documents in one file are one finding", async () => {
  const findings = await askEverything(`---\n${source}`.repeat(10_001));
  assert.deepEqual(codes(findings), ["yaml/too-large"]);
  assert.match(findings[0]?.message ?? "", /10,001 YAML documents/);
});

test("tens of thousands of mistakes are told in part", async () => {
  const count = async (code: string, text: string, path?: string): Promise<number> =>
    (await askEverything(text, path)).filter((finding) => finding.code === code).length;
  const unknown = Array.from({ length: 30_000 }, (_, at) => `  field${at}: 1\n`).join("");
  assert.equal(await count("schema/unknown-field", source + unknown), 200);
  assert.equal(await count("yaml/duplicate-key", source + "  suspend: true\n".repeat(30_000)), 200);
  const missing = Array.from({ length: 30_000 }, (_, at) => `  - file-${at}.yaml\n`).join("");
  assert.equal(await count("KZ-RES-MISSING", `resources:\n${missing}`, "kustomization.yaml"), 1000);
});

test("a file that begins with a blank line is completed and explained", async () => {
  assert.deepEqual(codes(await askEverything(`\n${source}`)), []);
});

test("a NUL character is a finding at its line", async () => {
  const findings = await askEverything(source.replace("1m", "1\0m"));
  assert.equal(findings[0]?.code, "yaml/syntax");
  assert.equal(findings[0]?.line, 6);
});

test("lines that end in different ways keep their places", async () => {
  const text = source
    .replace("metadata:\n", "metadata:\r\n")
    .replace("v1\n", "v1\r\n")
    .replace("interval: 1m", "interval: soon");
  assert.deepEqual(
    (await askEverything(text)).map(({ line }) => line),
    [6],
  );
});
