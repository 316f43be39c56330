// A real VS Code without its download: the server that code-server ships, looked at with a headless Chromium.
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureChromium, ensureVscodeServer } from "./hostInstall.mjs";
import { run, StepFailure } from "./steps.mjs";

/** Settings that make every window look the same and leave the network alone. */
const calmSettings = {
  "chat.disableAIFeatures": true,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.colorTheme": "Default Light Modern",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  // As on a desktop: in a browser what was edited a second ago is saved by itself.
  "files.autoSave": "off",
  "git.openRepositoryInParentFolders": "never",
  "window.commandCenter": false,
  "editor.minimap.enabled": false,
};

/** Longest time the server may take to listen. Milliseconds. */
const startDeadline = 120_000;

/**
 * Starts a VS Code server for one workspace.
 *
 * - `workspace`: absolute path of the folder to open.
 * - `extensionDevelopmentPath`: absolute path of an extension to run from its folder.
 * - `otherExtensions`: absolute paths of folders of extensions to install beside it, each with its package.json.
 * - `vsixFile`: absolute path of a package to install first.
 * - `tests`: absolute path of a module that exports `run(): Promise<void>`, run in the extension host by the page.
 * - `openFile`: absolute path of a file to open at the start.
 * - `settings`: added to the user's settings. `environment`: added to the environment of the extension host.
 *
 * Resolves with the address of the window and `stop`, which ends all its processes and removes its folder.
 */
export async function startHost(options) {
  const serverFolder = await ensureVscodeServer();
  const folder = await mkdtemp(join(tmpdir(), "gitops-host-"));
  await writeSettings(folder, options.settings);
  const folders = ["--server-data-dir", join(folder, "server"), "--extensions-dir", join(folder, "extensions")];
  if (options.vsixFile !== undefined) await installPackage(serverFolder, folders, options.vsixFile);
  for (const extension of options.otherExtensions ?? []) await installFolder(folder, extension);
  const child = spawn(process.execPath, [...serverArguments, "--user-data-dir", join(folder, "user"), ...folders], {
    cwd: serverFolder,
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that the extension host and language servers end with it.
    detached: process.platform !== "win32",
  });
  const stop = async () => {
    endGroup(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const port = await listeningPort(child);
    return { url: windowAddress(port, options), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const serverArguments = [
  "out/server-main.js",
  ...["--host", "127.0.0.1", "--port", "0"],
  "--without-connection-token",
  "--accept-server-license-terms",
  // Makes the page accept an extension under development.
  "--enable-smoke-test-driver",
  ...["--telemetry-level", "off"],
];

async function writeSettings(folder, settings) {
  const text = JSON.stringify({ ...calmSettings, ...settings }, undefined, 2);
  for (const place of ["User", "Machine"]) {
    await mkdir(join(folder, "user", place), { recursive: true });
    await writeFile(join(folder, "user", place, "settings.json"), text);
  }
}

/** The server says much that is of no interest as long as it works. */
async function installPackage(serverFolder, folders, vsixFile) {
  const lines = [];
  const args = ["out/server-main.js", "--accept-server-license-terms", ...folders, "--install-extension", vsixFile];
  const code = await run(process.execPath, args, { cwd: serverFolder, onLine: (line) => lines.push(line) });
  if (code !== 0) throw new StepFailure(`${vsixFile} could not be installed:\n${lines.slice(-20).join("\n")}`);
}

/** The server takes what lies in its extensions folder under the right name for installed. */
async function installFolder(folder, extension) {
  const { publisher, name, version } = JSON.parse(await readFile(join(extension, "package.json"), "utf8"));
  await cp(extension, join(folder, "extensions", `${publisher}.${name}-${version}`), { recursive: true });
}

/** Resolves with the port the server says it listens on. */
function listeningPort(child) {
  return new Promise((resolve, reject) => {
    const lines = [];
    const timer = setTimeout(() => fail("did not listen in time"), startDeadline);
    const fail = (what) => {
      clearTimeout(timer);
      reject(new StepFailure(`The VS Code host ${what}:\n${lines.join("").slice(-2000)}`));
    };
    const read = (chunk) => {
      lines.push(chunk.toString());
      const port = /Extension host agent listening on (\d+)/.exec(lines.join(""))?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", (error) => fail(`could not be started (${error.message})`));
    child.once("exit", (code) => fail(`ended with exit code ${code}`));
  });
}

function windowAddress(port, options) {
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`;
  const payload = [
    ["extensionDevelopmentPath", options.extensionDevelopmentPath],
    ["extensionTestsPath", options.tests],
    ["openFile", options.openFile],
  ].flatMap(([key, path]) => (path === undefined ? [] : [[key, remote(path)]]));
  const folder = encodeURIComponent(pathToFileURL(options.workspace).pathname);
  return `http://127.0.0.1:${port}/?folder=${folder}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

function endGroup(child) {
  if (child.exitCode !== null || child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill();
    else process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // It ended between the question and the signal.
    if (error.code !== "ESRCH") throw error;
  }
}

const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Longest time a window may take to open; a busy machine needs several times that of a calm one. Milliseconds. */
const openDeadline = 120_000;

/** Opens an address in a headless Chromium; `onConsole` gets each line of the page's console. */
export async function openWindow(url, onConsole = () => undefined) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: browserArguments });
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 }, deviceScaleFactor: 1.5 });
  page.setDefaultNavigationTimeout(openDeadline);
  page.on("console", (message) => onConsole(message.text()));
  await page.goto(url);
  await page.locator(".monaco-workbench").waitFor({ timeout: openDeadline });
  return { page, close: () => browser.close() };
}
