// From a fresh clone to a folder in which everything can run; plain Node 20, no packages.
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { main, mustRun, projectFolder, run, StepFailure, step } from "./steps.mjs";

const binFolder = join(projectFolder, "node_modules", ".bin");

/** Absolute path of the project's own Node 24, once the packages are installed. */
export const projectNode = join(
  projectFolder,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** The environment in which the project's own Node and tools come first. */
export function projectEnvironment() {
  return { ...process.env, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ""}` };
}

/** Installs the packages of the lock file when they are missing or others. */
export async function ensurePackages() {
  if (packagesMatchLock()) return;
  await step("Install packages (npm ci)", () => mustRun("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]));
}

/** True when node_modules holds what package-lock.json asks for; npm keeps its own record of what it installed. */
function packagesMatchLock() {
  const installedFile = join(projectFolder, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile) || !existsSync(projectNode)) return false;
  const wanted = JSON.parse(readFileSync(join(projectFolder, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || entry.optional || entry.devOptional) return true;
    return installed[path]?.version === entry.version;
  });
}

/**
 * Makes sure that the rest of a script runs on the project's Node 24 with all packages installed.
 * Started by another Node, the script is run again by the right one and this call ends the process with its exit code.
 */
export async function onProjectNode(scriptFile) {
  await ensurePackages();
  if (Number(process.versions.node.split(".")[0]) >= 24) {
    process.env.PATH = projectEnvironment().PATH;
    return;
  }
  if (!existsSync(projectNode)) throw new StepFailure(`${projectNode} is missing; run \`npm ci\` and try again.`);
  const code = await run(projectNode, [scriptFile, ...process.argv.slice(2)], {
    env: projectEnvironment(),
    stdio: "inherit",
    cwd: process.cwd(),
    onStart: (child) => {
      // Ctrl-C reaches the inner process by itself; the other signals are passed on. It decides how to end.
      process.on("SIGINT", () => undefined);
      for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    },
  });
  process.exit(code);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(ensurePackages);
