import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { allRules } from "../../../server/core/lint/registry.ts";
import type { Rule } from "../../../server/core/lint/rule.ts";
import { schemaCommentRule } from "../../../server/core/lint/rules/api/schemaComment.ts";
import { projectFolder } from "../../harness/yamlFiles.ts";

const page = join(projectFolder, "docs/rules.md");

/** Findings that are no rules of their own: they follow from the schemas and from reading YAML. */
const general: readonly (readonly [id: string, severity: string, summary: string])[] = [
  ["yaml/syntax", "error", "Text that can't be read as YAML."],
  [
    "yaml/duplicate-key",
    "error",
    "A key written twice in a mapping; a warning in kustomization files, where the last one wins.",
  ],
  ["yaml/unknown-anchor", "error", "An alias (`*name`) without an anchor before it."],
  ["yaml/too-deep", "error", "More levels of nesting than are read."],
  ["yaml/too-large", "warning", "A document too large to be checked."],
  ["schema/unknown-field", "error", "A field that the kind does not have."],
  ["schema/field-case", "information", "A field of a kustomization file in another case than usual."],
  ["schema/wrong-type", "error", "A value of another type than the field takes."],
  ["schema/int-or-string", "error", "A value that is neither a whole number nor a string where either may stand."],
  ["schema/missing-required", "error", "A field that must be there is missing."],
  ["schema/enum", "error", "A value that is not one of those allowed."],
  ["schema/pattern", "error", "Text that does not have the form the field asks for."],
  ["schema/format", "error", "Text or a number outside of the format the field asks for."],
  ["schema/range", "error", "Too small, too large, too short or too long."],
  ["schema/list-duplicate", "error", "Items of a list that must differ are equal."],
  ["schema/combination", "error", "Fields that go together in another way."],
  ["schema/cel", "error", "A rule (CEL) of the kind is broken."],
  ["api/unknown-version", "error", "An API version that nobody ever served."],
  ["api/unknown-kind", "error", "A kind that its API group does not have."],
  ["api/removed-version", "error", "An API version that is no longer served."],
  ["api/deprecated-version", "warning", "An API version that will go away."],
  ["kustomize/build", "error", "An open preview can't be built; told on the line that causes it."],
  ["kustomize/not-rendered", "information", "An open preview leaves this entry out."],
];

function table(rows: readonly (readonly string[])[]): string {
  return ["| id | severity | what |", "| --- | --- | --- |", ...rows.map((row) => `| ${row.join(" | ")} |`), ""].join(
    "\n",
  );
}

function family(title: string, rules: readonly Rule[]): string {
  const rows = rules.map(({ id, severity, summary }) => [`\`${id}\``, severity, summary]);
  return `## ${title}\n\n${table(rows.toSorted(([a = ""], [b = ""]) => a.localeCompare(b)))}`;
}

function documentation(): string {
  const rules = [...allRules, schemaCommentRule(() => true)];
  const isKustomize = ({ id }: Rule): boolean => id.startsWith("KZ-");
  const isReference = ({ id }: Rule): boolean =>
    /^(?:ref|graph)\/|-MISSING$|GITCHART/.test(id) && !id.startsWith("KZ-");
  const others = rules.filter((rule) => !isKustomize(rule) && !isReference(rule));
  return [
    "# Rules",
    "",
    "The ids are what the problems panel shows behind each message and what the setting `gitops.rules` takes. This page is made from the rules themselves (`UPDATE=1 npm test -- unit`).",
    "",
    `## YAML, schemas and previews\n\n${table(general.map(([id, ...rest]) => [`\`${id}\``, ...rest]))}`,
    family("References and paths", rules.filter(isReference)),
    family("API versions, Argo CD, Flux, External Secrets", others),
    family("kustomize", rules.filter(isKustomize)),
  ].join("\n");
}

test("docs/rules.md lists the rules that there are", () => {
  if (process.env["UPDATE"] === "1") writeFileSync(page, documentation());
  assert.equal(readFileSync(page, "utf8"), documentation());
});

test("every rule has an id of its own", () => {
  const ids = [...allRules.map(({ id }) => id), ...general.map(([id]) => id)];
  assert.deepEqual(ids.length, new Set(ids).size);
});
