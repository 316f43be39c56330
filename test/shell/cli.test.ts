import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { testFolder } from "../harness/folder.ts";
import { projectFolder } from "../harness/yamlFiles.ts";

const program = join(projectFolder, "server/shell/cli/main.ts");
const skip = existsSync(join(projectFolder, "dist/kustomize.wasm")) ? false : "the engine is not built (npm run build)";

function run(
  args: readonly string[],
  cwd = projectFolder,
): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

const broken =
  "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: apps\nspec:\n  interval: 1m\n  suspendd: true\n  url: https://github.com/example-org/apps\n  ref:\n    branch: main\n";

test("check prints findings as JSON with places that count from 1, and ends with 1 for errors", (context) => {
  const folder = testFolder(context, { "source.yaml": broken });
  const { code, out } = run(["check", "--format", "json"], folder.root);
  assert.equal(code, 1);
  const findings: unknown = JSON.parse(out);
  assert.deepEqual(findings, [
    {
      file: "source.yaml",
      line: 7,
      column: 3,
      endLine: 7,
      endColumn: 11,
      severity: "error",
      code: "schema/unknown-field",
      message: "`suspendd` is not a field of `spec`. Did you mean `suspend`?",
    },
  ]);
});

test("check prints a line for each finding and ends with 0 when there are no errors", (context) => {
  const folder = testFolder(context, { "source.yaml": broken.replace("  suspendd: true\n", "") });
  assert.deepEqual(run(["check", "source.yaml"], folder.root), { code: 0, out: "0 errors, 0 warnings\n", err: "" });
});

test("check of a part knows the rest of the repository", (context) => {
  const user = `${broken.replace("  suspendd: true\n", "")}---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: a\nspec:\n  interval: 1m\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: shared\n`;
  const folder = testFolder(context, {
    ".git/HEAD": "ref: refs/heads/main\n",
    "sources/shared.yaml": broken.replace("  suspendd: true\n", "").replace("name: apps", "name: shared"),
    "apps/app.yaml": user,
  });
  assert.deepEqual(run(["check", "apps"], folder.root).out, "0 errors, 0 warnings\n");
});

for (const args of [
  [],
  ["chek"],
  ["check", "--fromat", "json"],
  ["check", "--format", "xml"],
  ["check", "nowhere"],
  ["render"],
  ["render", "a", "b"],
]) {
  test(`misuse is told and ends with 2: ${args.join(" ") || "no command"}`, () => {
    const { code, out, err } = run(args);
    assert.equal(code, 2);
    assert.equal(out, "");
    assert.notEqual(err, "");
  });
}

test("render prints exactly what kustomize build prints", { skip }, () => {
  const folder = join(projectFolder, "test/fixtures/render/patches-and-transformers");
  const expected = join(folder, "expected.yaml");
  const { code, out, err } = run(["render", join(folder, "input/prod")]);
  assert.deepEqual({ code, err }, { code: 0, err: "" });
  assert.equal(out, readFileSync(expected, "utf8"));
});

test("render tells kustomize's error and ends with 1", { skip }, (context) => {
  const folder = testFolder(context, { "kustomization.yaml": "resources:\n  - gone.yaml\n" });
  const { code, out, err } = run(["render", folder.root]);
  assert.equal(code, 1);
  assert.equal(out, "");
  assert.match(err, /^Error: accumulating resources: .*gone\.yaml/);
});

test("every finding of examples/broken is where expected.json says, and nothing else is found in the examples", () => {
  const { code, out } = run(["check", "examples", "--format", "json"]);
  assert.equal(code, 1);
  interface Place {
    readonly file: string;
    readonly line: number;
    readonly severity: string;
    readonly code: string;
  }
  const place = ({ file, line, severity, code: id }: Place): string => `${file}:${line} ${severity} ${id}`;
  const found: readonly Place[] = JSON.parse(out);
  const expected: readonly Place[] = JSON.parse(
    readFileSync(join(projectFolder, "examples/broken/expected.json"), "utf8"),
  );
  assert.deepEqual(
    found.map(place).toSorted(),
    expected.map((each) => place({ ...each, file: `examples/broken/${each.file}` })).toSorted(),
  );
});
