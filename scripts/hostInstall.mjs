// What the VS Code host is made of: a VS Code server from the package registry and a Chromium of the machine.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { mustRun, projectFolder, run, StepFailure, say, step } from "./steps.mjs";

const cacheFolder = process.env.GITOPS_CACHE ?? join(homedir(), ".cache", "gitops-authoring");

/** Installs the VS Code server once per lock file, outside the repository; resolves with the folder it starts from. */
export async function ensureVscodeServer() {
  const source = join(projectFolder, "test", "e2e", "host");
  const lock = await readFile(join(source, "package-lock.json"));
  const name = `host-${createHash("sha256").update(lock).digest("hex").slice(0, 12)}`;
  const goal = join(cacheFolder, name);
  const server = join("node_modules", "code-server", "lib", "vscode");
  if (existsSync(join(goal, "complete"))) return join(goal, server);
  await step("Install the VS Code host (600 MB, once)", async () => {
    // Installed beside its goal and renamed, so that an interrupted installation is never taken for a whole one.
    const work = join(cacheFolder, `${name}.${process.pid}`);
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    for (const file of ["package.json", "package-lock.json"]) await cp(join(source, file), join(work, file));
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await mustRun("npm", ["ci", ...quiet], { cwd: work });
    say("  code-server is there; now the packages of the VS Code inside it");
    await mustRun("npm", ["install", "--omit=dev", ...quiet], { cwd: join(work, server) });
    await writeFile(join(work, "complete"), "");
    await rm(goal, { recursive: true, force: true });
    await rename(work, goal);
  });
  say(`  kept in ${goal}`);
  return join(goal, server);
}

const programNames = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "msedge",
];

const wellKnownPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Absolute path of a Chromium or Chrome; installs Debian's package when that is possible, else says what to do. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  const mayInstall = process.platform === "linux" && process.getuid?.() === 0 && findProgram("apt-get") !== undefined;
  if (mayInstall) await step("Install Chromium (apt-get, once)", installWithApt);
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new StepFailure(
    "No Chromium or Chrome was found, and the VS Code host is driven by one.\n" +
      "Install one (Debian: `apt-get install chromium`; or https://www.google.com/chrome), " +
      "or set CHROME_PATH to an executable, and try again.",
  );
}

async function installWithApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, stdio: ["ignore", "ignore", "inherit"] };
  await run("apt-get", ["update", "-qq"], options);
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], options);
}

function findChromium() {
  const wanted = process.env.CHROME_PATH;
  if (wanted && existsSync(wanted)) return wanted;
  return programNames.map(findProgram).find(Boolean) ?? wellKnownPlaces.find((path) => existsSync(path));
}

/** Absolute path of a program on PATH, or undefined. */
export function findProgram(name) {
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find((path) => existsSync(path));
}
