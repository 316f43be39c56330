// Real servers, built from the small Go modules of go/ and kept outside the repository.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir, setPriority } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { withLock } from "./lock.ts";

/** Gets one line about what happens now. */
export type Say = (line: string) => void;

/** Programs that belong together, built from one Go module. */
export interface ProgramSet {
  /** For people, `the Kubernetes API server and etcd`. */
  readonly title: string;
  /** Name of the module's folder in go/. */
  readonly module: string;
  /** Name of each program, and its main package. */
  readonly packages: Readonly<Record<string, string>>;
  /** A variable to set to the version of a required module: `k8s.io/x/version.gitVersion` to that of `k8s.io/kubernetes`. */
  readonly versionVariable?: { readonly name: string; readonly module: string };
  /** What the first build took on two cores, for people to decide whether to wait. */
  readonly firstBuild: string;
}

/** The API server with its store. */
export const controlPlane: ProgramSet = {
  title: "the Kubernetes API server and etcd",
  module: "control-plane",
  packages: { etcd: "go.etcd.io/etcd/server/v3", "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver" },
  versionVariable: { name: "k8s.io/component-base/version.gitVersion", module: "k8s.io/kubernetes" },
  firstBuild: "5 minutes",
};

/** Flux's controllers, as far as the module proxy serves them. */
export const fluxControllers: ProgramSet = {
  title: "Flux's source-controller and kustomize-controller",
  module: "flux",
  packages: {
    "kustomize-controller": "github.com/fluxcd/kustomize-controller",
    "source-controller": "github.com/fluxcd/source-controller",
  },
  firstBuild: "5 minutes",
};

/** Folder for everything that is fetched or built once for clusters. */
export const clusterCache = join(
  process.env["GITOPS_CACHE"] ?? join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "gitops-authoring"),
  "cluster",
);

const modulesFolder = join(import.meta.dirname, "go");

/** Absolute path of the Go module of a name in go/. */
export function moduleFolder(name: string): string {
  return join(modulesFolder, name);
}

/** Whether Go can be started. */
export function hasGo(): boolean {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Whether the programs are there already. */
export function areBuilt(set: ProgramSet): boolean {
  return Object.values(programPaths(set)).every((path) => existsSync(path));
}

/** Why tests of these programs cannot run here; undefined when they can (perhaps after a build). */
export function whyMissing(set: ProgramSet): string | undefined {
  return areBuilt(set) || hasGo() ? undefined : `Go is not installed, and ${set.title} are built with it`;
}

/**
 * Builds the programs unless an earlier run did, and resolves with the absolute path of each by its name.
 * Other processes that want the same wait. Throws with what Go said when a build fails.
 */
export async function ensurePrograms(set: ProgramSet, say: Say): Promise<Readonly<Record<string, string>>> {
  const paths = programPaths(set);
  if (areBuilt(set)) return paths;
  mkdirSync(clusterCache, { recursive: true });
  await withLock(join(clusterCache, `${set.module}.lock`), say, async () => {
    if (!areBuilt(set)) await buildPrograms(set, say);
  });
  return paths;
}

function programPaths(set: ProgramSet): Readonly<Record<string, string>> {
  const ending = process.platform === "win32" ? ".exe" : "";
  const folder = cacheFolder(set);
  return Object.fromEntries(Object.keys(set.packages).map((name) => [name, join(folder, `${name}${ending}`)]));
}

/** Another module file, or another way to build, is another folder. */
function cacheFolder(set: ProgramSet): string {
  const hash = createHash("sha256");
  for (const name of ["go.mod", "go.sum"]) hash.update(readFileSync(join(moduleFolder(set.module), name)));
  hash.update(JSON.stringify([set.packages, buildArguments(set), process.platform, process.arch]));
  return join(clusterCache, `${set.module}-${hash.digest("hex").slice(0, 16)}`);
}

function buildArguments({ module, versionVariable }: ProgramSet): readonly string[] {
  const flags = ["-s", "-w"];
  if (versionVariable !== undefined) {
    flags.push("-X", `${versionVariable.name}=${requiredVersion(module, versionVariable.module)}`);
  }
  return ["-trimpath", `-ldflags=${flags.join(" ")}`];
}

/** The version at which a module of go/ requires another. */
export function requiredVersion(module: string, required: string): string {
  const text = readFileSync(join(moduleFolder(module), "go.mod"), "utf8");
  const line = text.split("\n").find((candidate) => candidate.trim().startsWith(`${required} v`));
  const version = line?.trim().split(" ")[1];
  if (version === undefined) throw new Error(`${module}/go.mod does not require ${required}`);
  return version;
}

async function buildPrograms(set: ProgramSet, say: Say): Promise<void> {
  const start = Date.now();
  say(`Build ${set.title} (once; the first time takes about ${set.firstBuild} on two cores)`);
  const target = cacheFolder(set);
  // Built beside its goal and renamed, so that an interrupted build is never taken for a whole one.
  const work = `${target}.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    const packages = Object.values(set.packages);
    say("  downloading the Go modules");
    const total = (await go(set, ["list", "-deps", ...packages])).length;
    for (const [name, path] of Object.entries(programPaths(set))) {
      const file = join(work, path.slice(target.length + 1));
      await compile(set, name, file, total, say);
      say(`  ${name}: ${Math.round(statSync(file).size / 1e6)} MB, ${minutes(Date.now() - start)} since the start`);
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(work, target);
    say(`  kept in ${target}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function compile(set: ProgramSet, name: string, file: string, total: number, say: Say): Promise<void> {
  const start = Date.now();
  const compiled: string[] = [];
  const timer = setInterval(() => {
    const passed = minutes(Date.now() - start);
    say(`  ${name}: ${compiled.length} packages compiled (of at most ${total}), ${passed}`);
  }, 30_000);
  try {
    const packageName = set.packages[name] ?? name;
    await go(set, ["build", "-v", ...buildArguments(set), "-o", file, packageName], (line) => compiled.push(line));
  } finally {
    clearInterval(timer);
  }
}

function minutes(milliseconds: number): string {
  return milliseconds < 60_000 ? `${Math.round(milliseconds / 1000)} s` : `${(milliseconds / 60_000).toFixed(1)} min`;
}

/** Runs Go in a module of go/ at low priority and resolves with the lines it prints; `onError` gets those on stderr. */
function go(set: ProgramSet, args: readonly string[], onError?: (line: string) => void): Promise<readonly string[]> {
  return runGo(set.module, args, onError);
}

/** Runs Go in a module of go/ at low priority and resolves with the lines it prints. Throws with its stderr when it fails. */
export function runGo(
  module: string,
  args: readonly string[],
  onError: (line: string) => void = () => undefined,
): Promise<readonly string[]> {
  const environment = { ...process.env, GOWORK: "off", CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false" };
  const child = spawn("go", args, {
    cwd: moduleFolder(module),
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  lowerPriority(child);
  const output: string[] = [];
  const errors: string[] = [];
  createInterface(child.stdout).on("line", (line) => output.push(line));
  createInterface(child.stderr).on("line", (line) => {
    errors.push(line);
    onError(line);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`go ${args.join(" ")} ended with exit code ${code}:\n${errors.slice(-30).join("\n")}`));
    });
  });
}

/** People go on working while it builds. */
function lowerPriority({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, 10);
  } catch {
    // The build runs as well at the usual priority.
  }
}
