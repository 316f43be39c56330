// Runs the suites of test/e2e/suites in a real VS Code; see scripts/host.mjs for which one that is.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { openWindow, startHost } from "../../scripts/host.mjs";
import { mustRun, projectFolder, say } from "../../scripts/steps.mjs";
import { listen } from "./channel.mjs";
import { clickText, describeWindow, isStored, settle, visibleTexts } from "./page.mjs";

const here = join(projectFolder, "test", "e2e");
const bundles = join(projectFolder, "out", "e2e");

/** Longest time for the window of a suite to open and all its tests to end. Milliseconds. */
const suiteDeadline = 480_000;

/**
 * What a suite runs in: `workspace` fills an empty folder, `extension` is the development folder or the installed package.
 * `others` are more extensions to run beside it, `needsCluster` starts an API server with the objects of the examples and as many further `applications` as are wanted. `settings` are added to the user's. A suite not listed here runs in the examples with the extension from its folder.
 */
const surroundings = {
  plainText: {
    workspace: (folder) => writeFile(join(folder, "notes.txt"), "kind: none of our business\n"),
  },
  package: { usesPackage: true, needsEngine: true },
  preview: { needsEngine: true },
  overview: { needsEngine: true },
  cluster: { needsEngine: true, needsCluster: true },
  clusterActing: { needsEngine: true, needsCluster: true },
  clusterStorm: { needsEngine: true, needsCluster: true, applications: 5000 },
  clusterUntrusted: {
    needsEngine: true,
    needsCluster: true,
    settings: { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" },
  },
  clusterOnOpen: {
    needsEngine: true,
    needsCluster: true,
    workspace: async (folder) => {
      await copyExamples(folder);
      await mkdir(join(folder, ".vscode"));
      await writeFile(join(folder, ".vscode", "settings.json"), '{ "gitops.cluster.connectOnOpen": "bookshop" }');
    },
  },
  neighbour: { others: [join(here, "neighbour")] },
};

/**
 * Runs all suites, or those named in `only`. `vsixFile` is the package that some of them install. In a build
 * `withoutEngine`, what needs one is skipped by name, and so is what needs an API server when `withoutCluster` says
 * why there is none.
 * Resolves with the numbers of tests: { passed, failed, skipped }.
 */
export async function runEditorTests({ vsixFile, only, withoutEngine = false, withoutCluster } = {}) {
  const names = readdirSync(join(here, "suites")).map((file) => basename(file, ".ts"));
  const wanted = names.filter((name) => only === undefined || only.includes(name)).sort();
  await bundleSuites(wanted);
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const name of wanted) {
    const { usesPackage = false, needsEngine = false, needsCluster = false, ...wishes } = surroundings[name] ?? {};
    const reason = await whyNot({ needsEngine: needsEngine && withoutEngine, needsCluster, withoutCluster });
    if (reason !== undefined) {
      total.skipped += nameSkipped(name, reason);
      continue;
    }
    const count = await runSuite(name, { ...wishes, needsCluster, vsixFile: usesPackage ? vsixFile : undefined });
    for (const key of Object.keys(total)) total[key] += count[key];
  }
  return total;
}

/** Why a suite cannot run here; undefined when it can. */
async function whyNot({ needsEngine, needsCluster, withoutCluster }) {
  if (needsEngine) return "the engine needs Go, which is not installed";
  if (!needsCluster) return undefined;
  if (withoutCluster !== undefined) return withoutCluster;
  const { whyNoCluster } = await import("./cluster/exampleCluster.ts");
  return whyNoCluster();
}

/** Says which tests of a suite are left out and why, and returns their number. */
function nameSkipped(suite, reason) {
  const titles = [...readFileSync(join(here, "suites", `${suite}.ts`), "utf8").matchAll(/^ {4}title: "(.*)",$/gm)];
  for (const [, title] of titles) say(`  skipped: ${title} (${reason})`);
  return titles.length;
}

/** Tests are TypeScript, the extension host wants one CommonJS file a suite. */
async function bundleSuites(names) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: projectFolder,
    entryPoints: names.map((name) => join(here, "suites", `${name}.ts`)),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    mainFields: ["module", "main"],
    external: ["vscode"],
    sourcemap: "inline",
    outdir: bundles,
    outExtension: { ".js": ".cjs" },
    logLevel: "warning",
  });
}

async function runSuite(
  name,
  { workspace = copyExamples, others = [], needsCluster, applications, settings, vsixFile },
) {
  const folder = await mkdtemp(join(tmpdir(), "gitops-e2e-"));
  const opened = join(folder, "examples");
  await mkdir(opened);
  await workspace(opened);
  const count = { passed: 0, failed: 0, skipped: 0 };
  const view = { page: undefined, opening: 0 };
  const channel = await listen((message) => answer(message, { count, view }));
  const contactLog = join(folder, "contacts.jsonl");
  const launchIn = (cluster) => ({
    workspace: opened,
    extensionDevelopmentPath: vsixFile === undefined ? projectFolder : join(here, "probe"),
    otherExtensions: others,
    tests: join(bundles, `${name}.cjs`),
    vsixFile,
    settings,
    environment: {
      GITOPS_E2E_PORT: String(channel.port),
      GITOPS_CONTACT_LOG: contactLog,
      GITOPS_CONTACT_PRELOAD: join(here, "contactLog.cjs"),
      GITOPS_EXAMPLES: join(projectFolder, "examples"),
      // Without a cluster of their own, suites must not find one of the machine.
      KUBECONFIG: join(folder, "no-kubeconfig"),
      ...cluster?.environment,
    },
  });
  let cluster;
  try {
    if (needsCluster) cluster = await startCluster(applications);
    const openSuite = process.env.GITOPS_E2E === "electron" ? runInElectron : runInHost;
    await openSuite(launchIn(cluster), channel, view);
  } catch (error) {
    say(`  FAILED  suite ${name}: ${error.message}`);
    count.failed += 1;
  } finally {
    channel.close();
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  return count;
}

async function startCluster(applications) {
  const { startExampleCluster } = await import("./cluster/exampleCluster.ts");
  return startExampleCluster(applications);
}

/** A copy, because tests edit files; a repository of its own, because some compare with the last commit. */
async function copyExamples(folder) {
  await cp(join(projectFolder, "examples"), folder, { recursive: true });
  const git = (...args) => mustRun("git", args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("-c", "user.name=Tests", "-c", "user.email=tests@example.com", "commit", "--quiet", "-m", "Examples");
}

/** Reloads the window as long as the suite has tests for after that. */
async function runInHost(launch, channel, view) {
  const host = await startHost(launch);
  const lines = [];
  try {
    const window = await openWindow(host.url, (line) => lines.push(line));
    view.page = window.page;
    const isOver = async () =>
      (await withinDeadline(channel.done(), () => lines.slice(-15).join("\n")))?.reload !== true;
    while (!(await isOver())) {
      view.opening++;
      await window.page.reload();
    }
    await window.close();
  } finally {
    await host.stop();
  }
}

function withinDeadline(done, describe) {
  const { promise, reject } = Promise.withResolvers();
  const late = () =>
    reject(new Error(`no end after ${suiteDeadline / 1000} s; the console's last lines:\n${describe()}`));
  const timer = setTimeout(late, suiteDeadline);
  return Promise.race([done, promise]).finally(() => clearTimeout(timer));
}

/** The same suites on a downloaded VS Code, where downloads work. What needs a reload of the window is left out. */
async function runInElectron(launch) {
  const { runTests } = await import("@vscode/test-electron");
  await runTests({
    extensionDevelopmentPath: [launch.extensionDevelopmentPath, ...launch.otherExtensions],
    extensionTestsPath: launch.tests,
    extensionTestsEnv: launch.environment,
    launchArgs: [
      launch.workspace,
      "--disable-workspace-trust",
      ...(launch.vsixFile === undefined ? ["--disable-extensions"] : ["--install-extension", launch.vsixFile]),
    ],
  });
}

async function answer(message, { count, view }) {
  const { page } = view;
  switch (message.event) {
    case "pass":
      count.passed += 1;
      say(`  ok      ${message.title} (${Math.round(message.milliseconds)} ms)`);
      return undefined;
    case "fail":
      count.failed += 1;
      say(`  FAILED  ${message.title}\n${message.message.replace(/^/gm, "          ")}`);
      if (page !== undefined) await tellWindow(page, count.failed);
      return undefined;
    case "picture":
      return page === undefined ? undefined : takePicture(page, message);
    case "press":
      return needPage(page).keyboard.press(message.keys);
    case "type":
      return needPage(page).keyboard.type(message.text);
    case "say":
      say(`          ${message.line}`);
      return undefined;
    case "click":
      return clickText(needPage(page), message);
    case "opening":
      return view.opening;
    case "isStored":
      return isStored(needPage(page), message.text);
    case "texts":
      return visibleTexts(needPage(page), message.selector);
    default:
      return undefined;
  }
}

/** Where only the text of a run is kept, the picture alone would tell nobody what was on screen. */
async function tellWindow(page, number) {
  say((await describeWindow(page)).replace(/^/gm, "          | "));
  await page.screenshot({ path: pictureFile(`failure ${number}`) });
}

async function takePicture(page, { name, editorHeight }) {
  await settle(page);
  const editors = editorHeight === undefined ? null : await page.locator(".part.editor").boundingBox();
  const clip = editors === null ? undefined : { ...editors, height: editorHeight };
  await page.screenshot({ path: pictureFile(name), clip });
}

function needPage(page) {
  if (page === undefined) throw new Error("this needs the browser-driven host");
  return page;
}

/** The pictures of docs/ are only replaced on purpose, so that a test run leaves the work tree as it was. */
function pictureFile(name) {
  const folder = process.env.UPDATE === "1" && !name.startsWith("failure") ? "docs" : join("out", "pictures");
  mkdirSync(join(projectFolder, folder), { recursive: true });
  return join(projectFolder, folder, `${name.replaceAll(/[^\w-]+/g, "-")}.png`);
}
