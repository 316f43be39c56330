import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { mayConcern, topKeys } from "../../../server/core/lint/rule.ts";
import { apiRules } from "../../../server/core/lint/rules/api/rules.ts";
import { schemaCommentRule } from "../../../server/core/lint/rules/api/schemaComment.ts";
import { argoCdRules } from "../../../server/core/lint/rules/argo-cd/rules.ts";
import { externalSecretsRules } from "../../../server/core/lint/rules/external-secrets/rules.ts";
import { fluxRules } from "../../../server/core/lint/rules/flux/rules.ts";
import { kustomizeRules } from "../../../server/core/lint/rules/kustomize/rules.ts";
import { applyPreferredFixes, checkMarkers, readMarkers } from "../../harness/markers.ts";
import { memoryIndex } from "../../harness/workspace.ts";

const folder = fileURLToPath(new URL("../../fixtures/rules/", import.meta.url));
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const schemaComment = schemaCommentRule(({ group }) => group.endsWith(".toolkit.fluxcd.io"));
const rules = [...kustomizeRules, ...apiRules, ...fluxRules, ...externalSecretsRules, ...argoCdRules, schemaComment];

for (const name of fixtures) {
  const text = readFileSync(folder + name, "utf8");

  test(`${name} has exactly the findings that it marks`, () => {
    checkMarkers(text, rules);
  });

  test(`${name} is repaired as its golden file says`, () => {
    const { found } = checkMarkers(text, rules);
    const hasFix = found.some(({ finding }) => finding.fixes?.some(({ preferred }) => preferred));
    const golden = `${folder}${name}.fixed`;
    if (!hasFix)
      return assert.ok(
        !readdirSync(folder).includes(`${name}.fixed`),
        "nothing is repaired, so there is no golden file",
      );
    const repaired = applyPreferredFixes(text, found);
    if (process.env["UPDATE"] === "1") writeFileSync(golden, repaired);
    return assert.equal(repaired, readFileSync(golden, "utf8"));
  });
}

test("every rule is shown by a fixture of its name, in which it finds something", () => {
  for (const { id } of rules) {
    const name = `${id.replace("/", "-")}.yaml`;
    assert.ok(fixtures.includes(name), `no fixture ${name}`);
    const codes = readMarkers(readFileSync(folder + name, "utf8")).expectations.map(({ code }) => code);
    assert.ok(codes.includes(id), `${name} marks no finding of ${id}`);
  }
});

test("a rule that goes by keys has nothing to say without them", () => {
  let skipped = 0;
  for (const name of fixtures) {
    const index = memoryIndex(readMarkers(readFileSync(folder + name, "utf8")).files);
    for (const { manifest } of [...index.yamlFiles()].flatMap((uri) => index.manifests(uri))) {
      for (const rule of rules) {
        if (rule.isAbout?.(manifest.gvk) === false || mayConcern(rule, topKeys(manifest))) continue;
        skipped++;
        assert.deepEqual([...rule.check({ manifest, index, partial: false })], [], `${rule.id} in ${name}`);
      }
    }
  }
  assert.ok(skipped > 1000);
});

test("every rule has an id of its own and says what it is about in one sentence", () => {
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  for (const { id, summary } of rules) assert.match(summary, /^[A-Z`].*\.$/, id);
});
