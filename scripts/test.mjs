// `npm test`: everything that can be tested here, from a fresh clone. Last line: `N passed, N failed`.
import { existsSync, globSync } from "node:fs";
import { join, relative } from "node:path";
import { onProjectNode } from "./setup.mjs";
import { main, outputOf, projectFolder, run, StepFailure, say, step } from "./steps.mjs";

/** Milliseconds after which a test file has failed. */
const longestTest = 600_000;

/** Test files that start an API server. */
const clusterTests = "test/cluster/*.test.ts";

const total = { passed: 0, failed: 0, skipped: 0 };

const parts = {
  unit: ["Unit, feature and shell tests", runUnitTests],
  cluster: ["Tests against a real API server", runClusterTests],
  engine: ["Engine tests", runGoTests],
  editor: ["Tests in a real VS Code", runEditor],
};

await main(async () => {
  await onProjectNode(process.argv[1]);
  const { wanted, isQuick } = readArguments(process.argv.slice(2));
  const missing = await buildAll();
  if (!isQuick && (wanted.includes("cluster") || wanted.includes("editor"))) missing.push(...(await buildServers()));
  for (const [name, [title, work]] of Object.entries(parts)) {
    if (wanted.includes(name)) await step(title, () => work(missing, isQuick));
  }
  if (isQuick) say("Left out with --quick: the tests against a real API server");
  // Tools read this line, so it stands alone on stdout.
  console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
  return total.failed === 0 ? 0 : 1;
});

/** The parts to run: those named, else all; `--quick` leaves out what needs a cluster. */
function readArguments(args) {
  const names = args.filter((arg) => arg !== "--quick");
  const known = Object.keys(parts);
  if (names.some((name) => !known.includes(name))) {
    throw new StepFailure(`Usage: npm test [-- [--quick] ${known.map((name) => `[${name}]`).join(" ")}]`);
  }
  const wanted = names.length > 0 ? names : known;
  const isQuick = args.includes("--quick");
  return { isQuick, wanted: isQuick ? wanted.filter((name) => name !== "cluster") : wanted };
}

/** Resolves with what could not be built; a failure counts as one, and the tests that need no build still run. */
async function buildAll() {
  const { build } = await import("./build.mjs");
  try {
    return await build();
  } catch (error) {
    total.failed += 1;
    say(`  FAILED  build\n${error.message}`);
    return ["build"];
  }
}

/** Builds what clusters are made of, before anything is timed; resolves like `buildAll`. */
async function buildServers() {
  const { isPrepared, prepareClusters } = await import("../test/cluster/harness/prepare.ts");
  if (isPrepared()) return [];
  try {
    await step("Build the servers of test clusters (once)", () => prepareClusters((line) => say(`  ${line}`)));
    return [];
  } catch (error) {
    total.failed += 1;
    say(`  FAILED  build of the servers\n${error.message}`);
    return ["servers"];
  }
}

/** Every test file but those of clusters, as many at once as there are cores. */
function runUnitTests() {
  const files = globSync("test/**/*.test.ts", { cwd: projectFolder, exclude: [clusterTests] });
  return runNodeTests(files, true);
}

/** One file after the other, each with an API server of its own. */
function runClusterTests(missing) {
  if (missing.includes("servers")) return say("  nothing to try without the servers");
  return runNodeTests(globSync(clusterTests, { cwd: projectFolder }), false);
}

/** Runs each test file in a process of its own and prints one line a file, and every failure in full. */
async function runNodeTests(files, concurrency) {
  const { run: runTests } = await import("node:test");
  const stream = runTests({
    files: [...files].sort().map((file) => join(projectFolder, file)),
    concurrency,
    cwd: projectFolder,
    // A test that waits for something that never comes is a failure with a name, not a run without an end.
    timeout: longestTest,
  });
  for await (const { type, data } of stream) {
    if (type === "test:pass" || type === "test:fail") countTest(type, data);
    else if (type === "test:stderr") process.stderr.write(data.message);
    else if (type === "test:summary" && data.file !== undefined) sayFile(data);
  }
}

function countTest(type, data) {
  const { details, file = "", name, skip, todo, nesting } = data;
  if (type === "test:fail" && details.error?.failureType !== "subtestsFailed") {
    total.failed += 1;
    say(`  FAILED  ${relative(projectFolder, file)}: ${name}\n${describe(details.error).replace(/^/gm, "          ")}`);
    return;
  }
  // A suite, and the file itself, only repeat what their tests said.
  if (details.type === "suite" || (nesting === 0 && name === file)) return;
  if (skip !== undefined || todo !== undefined) {
    total.skipped += 1;
    say(`  skipped: ${name}${typeof skip === "string" ? ` (${skip})` : ""}`);
  } else if (type === "test:pass") {
    total.passed += 1;
  }
}

/** The error a test threw, which the runner wraps. */
function describe(error) {
  const cause = error?.cause ?? error;
  return String(cause?.stack ?? cause);
}

function sayFile({ file, success, counts, duration_ms: milliseconds }) {
  const name = relative(projectFolder, file);
  say(
    `  ${success ? "ok    " : "FAILED"}  ${name} (${counts.passed} passed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}, ${(milliseconds / 1000).toFixed(1)} s)`,
  );
}

/** `go test` of the engine; without Go each skipped test is named. */
async function runGoTests() {
  const engine = join(projectFolder, "engine");
  if (!existsSync(engine)) return;
  if ((await outputOf("go", ["version"])) === undefined) return nameSkippedGoTests(engine);
  const lines = [];
  const code = await run("go", ["test", "-json", "./..."], { cwd: engine, onLine: (line) => lines.push(line) });
  const events = lines.flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const output = new Map();
  for (const { Action: action, Package: folder, Test: name, Output: text = "" } of events) {
    const key = `${folder} ${name}`;
    if (action === "output") output.set(key, (output.get(key) ?? "") + text);
    if (name === undefined) continue;
    if (action === "pass") total.passed += 1;
    if (action === "skip") total.skipped += 1;
    if (action === "fail") {
      total.failed += 1;
      say(`  FAILED  ${name}\n${output.get(key) ?? ""}`);
    }
  }
  const ran = events.filter(({ Action: action, Test: name }) => action === "pass" && name !== undefined);
  say(`  ${code === 0 ? "ok    " : "FAILED"}  engine (${ran.length} passed)`);
  if (code === 0 || events.some(({ Action: action, Test: name }) => action === "fail" && name !== undefined)) return;
  total.failed += 1;
  say(`  FAILED  go test\n${lines.filter((line) => !line.startsWith("{")).join("\n")}`);
}

async function nameSkippedGoTests(engine) {
  const { readFileSync } = await import("node:fs");
  const names = globSync("**/*_test.go", { cwd: engine }).flatMap((file) =>
    [...readFileSync(join(engine, file), "utf8").matchAll(/^func (Test\w+)\(/gm)].map(([, name]) => name),
  );
  for (const name of names) say(`  skipped: ${name} (Go is not installed)`);
  total.skipped += names.length;
}

/** The suites of test/e2e, the package they install included. */
async function runEditor(missing, isQuick) {
  if (missing.includes("build")) return say("  nothing to try without a build");
  const { runEditorTests } = await import("../test/e2e/run.mjs");
  const { packageExtension } = await import("./package.mjs");
  const vsixFile = join(projectFolder, "out", "gitops-authoring.vsix");
  const withoutEngine = missing.includes("engine");
  if (!withoutEngine) await packageExtension(vsixFile);
  const withoutCluster = isQuick
    ? "left out with --quick"
    : missing.includes("servers")
      ? "its servers were not built, see above"
      : undefined;
  const counts = await runEditorTests({ vsixFile, withoutEngine, withoutCluster });
  for (const key of Object.keys(total)) total[key] += counts[key];
}
