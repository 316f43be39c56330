import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Severity } from "../../../server/core/lint/finding.ts";
import { isKustomizationFileName, manifestOf } from "../../../server/core/manifest/manifest.ts";
import { parseDocument } from "../../../server/core/manifest/parseDocument.ts";
import { parseYamlFile } from "../../../server/core/manifest/parseYamlFile.ts";
import { createValidator } from "../../../server/core/schema/validator.ts";
import { createLineIndex } from "../../../server/core/text/lineIndex.ts";
import { loadSchemaRegistry } from "../../../server/shell/adapters/schemaFiles.ts";
import { subjectsIn } from "../../differential/comparing.ts";

const samples = process.env["GITOPS_SAMPLES"] ?? fileURLToPath(new URL("../../../../shared/samples", import.meta.url));
const listing = join(samples, "documents", "index.jsonl");
const skip = existsSync(listing) ? false : "no folder of samples (GITOPS_SAMPLES)";

/** What upstream's CustomResourceDefinition says about a document of the samples. */
interface Verdict {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly accepted: boolean;
  readonly errors: readonly { readonly message: string; readonly line?: number }[];
  readonly flags: readonly string[];
}

const registry = loadSchemaRegistry();
const validator = createValidator(registry);

function verdicts(): readonly Verdict[] {
  const lines = readFileSync(listing, "utf8").trim().split("\n");
  return lines.map((line): Verdict => JSON.parse(line)).filter((verdict) => isKnown(verdict));
}

function isKnown({ apiVersion, kind }: Verdict): boolean {
  const [group, version] = apiVersion.split("/");
  return registry.entries.some((entry) => entry.group === group && entry.version === version && entry.kind === kind);
}

interface LineFinding {
  readonly line: number;
  readonly severity: Severity;
  readonly text: string;
}

/** Findings of a sample with their one-based lines. */
function findingsOf({ file, apiVersion }: Verdict): readonly LineFinding[] {
  const name = apiVersion.startsWith("kustomize.config") ? "kustomization.yaml" : "sample.yaml";
  const uri = `file:///${name}`;
  const text = readFileSync(join(samples, "documents", file), "utf8");
  const lines = createLineIndex(text);
  return parseYamlFile(uri, text).entries.flatMap(({ document, offset }) => {
    const manifest = manifestOf(document, uri);
    const syntax = document.problems.filter(({ code }) => code !== "yaml/duplicate-key" || name === "sample.yaml");
    const findings = manifest ? validator(manifest, { partial: false }) : [];
    const problems = [...syntax.map((problem) => ({ ...problem, severity: "error" as const })), ...findings];
    return problems.map(({ span, severity, code, message }) => ({
      line: lines.at(offset + span.start).line + 1,
      severity,
      text: `${code} ${message}`,
    }));
  });
}

test("Nothing is wrong with documents that upstream accepts", { skip }, (context) => {
  const accepted = verdicts().filter((verdict) => verdict.accepted);
  const wrong = accepted.flatMap((verdict) =>
    findingsOf(verdict)
      .filter(({ severity, text }) => severity === "error" && !text.startsWith("api/removed-version"))
      .map(({ line, text }) => `${verdict.file}:${line} ${text}`),
  );
  assert.deepEqual(wrong, []);
  context.diagnostic(`${accepted.length} accepted documents`);
  assert.ok(accepted.length >= 160, `${accepted.length} documents`);
});

test("What upstream rejects is told within one line of the place", { skip }, (context) => {
  const rejected = verdicts().filter(
    ({ accepted, flags }) => !accepted && !flags.includes("patch") && !flags.includes("gotemplate"),
  );
  const missed: string[] = [];
  let places = 0;
  for (const verdict of rejected) {
    const found = findingsOf(verdict).filter(({ severity }) => severity === "error");
    for (const { line, message } of verdict.errors) {
      places++;
      const isNear = found.some((each) => line === undefined || Math.abs(each.line - line) <= 1);
      const place = `${verdict.file}:${line}`;
      if (!isNear) missed.push(`${place} ${message}`);
    }
  }
  assert.deepEqual(missed, []);
  context.diagnostic(`${rejected.length} rejected documents, ${places} places`);
  assert.ok(rejected.length >= 10 && places >= 20, `${rejected.length} documents, ${places} places`);
});

/** A kustomization that kustomize itself refuses: its patches are strings. */
const refused = "argoproj__argocd-example-apps/plugins/kustomized-helm/kustomization.yaml#0 schema/wrong-type";

/** HelmReleases that a kustomization lists as patches: incomplete on purpose. */
const patches = /apps\/(?:production|staging)\/podinfo-values\.yaml/;

test("Nothing is wrong in real repositories", { skip }, (context) => {
  const subjects = subjectsIn(join(samples, "repos"), registry);
  const wrong = subjects.flatMap(({ name, uri, text }) => {
    const manifest = manifestOf(parseDocument(text), uri);
    const findings = manifest ? validator(manifest, { partial: patches.test(name) }) : [];
    return findings
      .filter(({ severity }) => severity === "error")
      .map(({ code, message }) => `${name} ${code} ${message}`);
  });
  assert.deepEqual(
    wrong.filter((each) => !each.startsWith(refused)),
    [],
  );
  assert.equal(wrong.length, 1, "kustomize's refusal is found");
  context.diagnostic(`${subjects.length} manifests`);
  assert.ok(subjects.length >= 260, `${subjects.length} manifests`);
});

const cases = join(samples, "krusty-cases.jsonl");

test("Nothing is wrong with kustomization files that kustomize builds", { skip }, (context) => {
  const wrong: string[] = [];
  let files = 0;
  for (const line of readFileSync(cases, "utf8").trim().split("\n")) {
    const { id, kind, files: texts }: KustomizeCase = JSON.parse(line);
    if (kind === "error") continue;
    for (const [path, text] of Object.entries(texts)) {
      const uri = `file:///${path}`;
      const manifest = isKustomizationFileName(uri) ? manifestOf(parseDocument(text), uri) : undefined;
      if (!manifest) continue;
      files++;
      const errors = validator(manifest, { partial: false }).filter(({ severity }) => severity === "error");
      wrong.push(...errors.map(({ code, message }) => `${id} ${path} ${code} ${message}`));
    }
  }
  assert.deepEqual(wrong, []);
  context.diagnostic(`${files} kustomization files`);
  assert.ok(files > 250, `${files} files`);
});

/** One of kustomize's own tests. */
interface KustomizeCase {
  readonly id: string;
  readonly kind: string;
  readonly files: Readonly<Record<string, string>>;
}
