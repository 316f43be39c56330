import assert from "node:assert/strict";
import { test } from "node:test";
import { scheduleProblem } from "../../../server/core/lint/rules/argo-cd/cron.ts";
import { comparableAddress, matchesPattern } from "../../../server/core/lint/rules/argo-cd/globs.ts";
import { argoCdRules } from "../../../server/core/lint/rules/argo-cd/rules.ts";
import { createLinter } from "../../../server/core/lint/runner.ts";
import { applyEdits } from "../../../server/core/text/span.ts";
import { findAll } from "../../harness/markers.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

test("schedules are read as Argo CD reads them", () => {
  const good = ["* * * * *", "0 22 * * *", "*/5 0-6,22 1 jan-MAR sun", "TZ=Europe/Berlin 0 8 * * 1-5", "5/10 ? ? * ?"];
  const bad = ["", "* * * *", "* * * * * *", "@daily", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *"];
  const alsoBad = [
    "* * * * 7",
    "5-1 * * * *",
    "*/0 * * * *",
    "1-2-3 * * * *",
    "a * * * *",
    "* * * * monday",
    "-5 * * * *",
  ];
  for (const schedule of good) assert.equal(scheduleProblem(schedule), undefined, schedule);
  for (const schedule of [...bad, ...alsoBad]) assert.ok(scheduleProblem(schedule), schedule);
});

test("patterns of projects match as Argo CD matches them", () => {
  const cases: readonly (readonly [pattern: string, text: string, separator: string, matches: boolean | undefined])[] =
    [
      ["*", "https://github.com/a/b", "/", true],
      ["https://github.com/a/*", "https://github.com/a/b", "/", true],
      ["https://github.com/a/*", "https://github.com/a/b/c", "/", false],
      ["https://github.com/a/**", "https://github.com/a/b/c", "/", true],
      ["https://github.com/a/b", "https://githubXcom/a/b", "/", false],
      ["!https://github.com/a/*", "https://github.com/a/b", "/", false],
      ["!https://github.com/a/*", "https://github.com/x/b", "/", true],
      ["shop-?", "shop-1", "", true],
      ["shop-*", "shop-1/2", "", true],
      ["", "in-cluster", "", false],
      ["shop-{a,b}", "shop-a", "", undefined],
      ["shop-[ab]", "shop-a", "", undefined],
    ];
  for (const [pattern, text, separator, matches] of cases)
    assert.equal(matchesPattern(pattern, text, separator), matches, `${pattern} ${text}`);
  assert.equal(matchesPattern("name-*", undefined), undefined);
  assert.equal(matchesPattern("", undefined), false);
});

test("addresses of repositories are compared without what does not tell them apart", () => {
  assert.equal(comparableAddress("https://GitHub.com/Org/Repo.git"), "https://github.com/org/repo");
  assert.equal(comparableAddress("git@github.com:org/repo.git"), comparableAddress("ssh://git@github.com/org/repo"));
  assert.notEqual(comparableAddress("git@github.com:org/repo"), comparableAddress("https://github.com/org/repo"));
});

test("what a project allows is looked at again when the project changes, not when other texts do", () => {
  const project = (repository: string): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata:\n  name: shop\nspec:\n  sourceRepos:\n    - ${repository}\n  destinations:\n    - server: "*"\n      namespace: "*"\n`;
  const note = (text: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: note\ndata:\n  text: ${text}\n`;
  const index = memoryIndex({
    "project.yaml": project("https://github.com/example-org/other"),
    "application.yaml":
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: shop\nspec:\n  project: shop\n  source:\n    repoURL: https://github.com/example-org/shop\n    path: deploy\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: shop\n",
    "note.yaml": note("one"),
  });
  const linter = createLinter({
    validate: () => [],
    validateHeader: () => [],
    validateFile: () => undefined,
    isPartial: () => false,
    rules: argoCdRules,
  });
  const codes = (): readonly string[] => {
    const file = index.file(uriOf("application.yaml"));
    assert.ok(file);
    return linter.lint(file, index).flatMap(({ findings }) => findings.map(({ code }) => code));
  };
  const edit = (path: string, text: string) => index.setText(uriOf(path), text, { open: true });
  edit("note.yaml", note("one"));
  edit("project.yaml", project("https://github.com/example-org/other"));
  assert.deepEqual(codes(), ["ARGO-PROJ-REPO"]);
  const revision = index.structureRevision;
  edit("note.yaml", note("two"));
  assert.equal(index.structureRevision, revision);
  edit("project.yaml", project("https://github.com/example-org/*"));
  assert.deepEqual(codes(), []);
});

test("only rules that have to look at whole texts are asked again with every keystroke", () => {
  const content = argoCdRules.filter(({ needs }) => needs === "content").map(({ id }) => id);
  assert.deepEqual(content, ["ARGO-KZ-REPLICAS"]);
});

test("a place that a project does not allow is added to the project's file as it is at that moment", () => {
  const project =
    "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata:\n  name: shop\nspec:\n  sourceRepos:\n    - https://github.com/example-org/other # ours\n  destinations:\n    - server: https://kubernetes.default.svc\n      namespace: other\n";
  const application =
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: shop\nspec:\n  project: shop\n  source:\n    repoURL: https://github.com/example-org/shop\n    path: deploy\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: shop\n";
  const index = memoryIndex({ "project.yaml": project, "application.yaml": application });
  const found = findAll(index, argoCdRules);
  assert.deepEqual(found.map(({ finding }) => finding.code).toSorted(), ["ARGO-PROJ-DEST", "ARGO-PROJ-REPO"]);
  const moved = `# Ours.\n${project}`;
  index.setText(uriOf("project.yaml"), moved);
  const edits = found.flatMap(({ finding }) =>
    (finding.fixes ?? []).flatMap(({ files = [] }) =>
      files.flatMap((file) => (file.type === "edit" ? file.edits : [])),
    ),
  );
  assert.equal(
    applyEdits(moved, edits),
    moved
      .replace("# ours\n", "# ours\n    - https://github.com/example-org/shop\n")
      .replace(/$/, "    - server: https://kubernetes.default.svc\n      namespace: shop\n"),
  );
});
