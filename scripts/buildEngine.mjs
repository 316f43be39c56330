// Builds engine/ into dist/kustomize.wasm and copies Go's JavaScript support beside it.
// kustomize is built from a copy of its module with the patches of engine/patches applied; the copy
// lives in engine/.cache. Does nothing when no input changed. Without Go it says how to install it
// and leaves a marker, so that everything but the embedded engine still builds.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const engine = join(root, "engine");
const dist = join(root, "dist");
const wasm = join(dist, "kustomize.wasm");
const support = join(dist, "wasm_exec.js");
const stamp = join(dist, "kustomize.stamp");
/** Exists when the engine could not be built because Go is missing. */
export const missingMarker = join(dist, "kustomize.missing");

const patches = [{ module: "sigs.k8s.io/kustomize/api", patch: "kustomize-api.patch" }];

/** The build tag that makes engine/render use what the patches add. */
export const hooksTag = "kustomize_hooks";
const buildArguments = ["-trimpath", "-ldflags=-s -w -buildid=", `-tags=${hooksTag}`];

/** Most memory an instance may take, in 64 KiB pages: 1 GiB. Beyond it Go stops, and the host restarts it. */
const maximumPages = 16384;

/** Files the wasm depends on: Go sources except tests, and the module files. */
function inputs(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith(".") ? [] : inputs(path);
      const counts = /^(?!.*_test\.go$).*\.go$|^go\.(mod|sum)$|\.patch$/.test(entry.name);
      return counts ? [path] : [];
    })
    .sort();
}

function goVersion() {
  const result = spawnSync("go", ["version"], { encoding: "utf8", cwd: engine });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

function go(...argv) {
  return execFileSync("go", argv, { cwd: engine, encoding: "utf8", env: goEnvironment() });
}

function goEnvironment(extra = {}) {
  return { ...process.env, GOFLAGS: "-mod=readonly -buildvcs=false", ...extra };
}

function fingerprint(version) {
  const script = readFileSync(fileURLToPath(import.meta.url));
  const hash = createHash("sha256").update(version).update(script);
  for (const path of inputs(engine)) hash.update(relative(engine, path)).update("\0").update(readFileSync(path));
  return hash.digest("hex");
}

/**
 * A go.mod that replaces the patched modules by copies, for `go build -modfile` and `go test -modfile`.
 * Made once per content of patches and module files. The copies lie inside the module, because the
 * build records the path to them, which has to be the same on every machine.
 */
export function patchedModuleFile() {
  const hash = createHash("sha256");
  const sources = ["go.mod", "go.sum", ...patches.map(({ patch }) => join("patches", patch))];
  for (const name of sources) hash.update(readFileSync(join(engine, name)));
  const wanted = hash.digest("hex");
  const folder = join(engine, ".cache");
  const moduleFile = join(folder, "go.mod");
  const copied = join(folder, "stamp");
  if (existsSync(copied) && readFileSync(copied, "utf8") === wanted) return moduleFile;

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(engine, "go.sum"), join(folder, "go.sum"));
  const replaces = patches.map(({ module, patch }) => {
    const name = patch.replace(/\.patch$/, "");
    const copy = join(folder, name);
    copyModule(module, copy);
    execFileSync("git", ["apply", "--whitespace=nowarn", join(engine, "patches", patch)], {
      cwd: copy,
      // Without a repository above, git takes the paths of the patch relative to the copy.
      env: { ...process.env, GIT_CEILING_DIRECTORIES: folder, GIT_DIR: join(folder, "none") },
      stdio: ["ignore", "inherit", "inherit"],
    });
    return `replace ${module} => ./.cache/${name}\n`;
  });
  writeFileSync(moduleFile, readFileSync(join(engine, "go.mod"), "utf8") + replaces.join(""));
  // Written last: it says that the copies are complete.
  writeFileSync(copied, wanted);
  return moduleFile;
}

/** Copies a module out of Go's read-only module cache, without its tests. */
function copyModule(module, target) {
  const { Dir: source } = JSON.parse(go("mod", "download", "-json", `${module}@${moduleVersion(module)}`));
  cpSync(source, target, { recursive: true, filter: (path) => !path.endsWith("_test.go") });
  makeWritable(target);
}

function moduleVersion(module) {
  return go("list", "-m", "-f", "{{.Version}}", module).trim();
}

function makeWritable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeWritable(path);
    else chmodSync(path, 0o644);
  }
}

/** Gives the memory of a wasm module an upper bound, which Go's linker leaves open. */
function boundMemory(module) {
  let offset = 8;
  while (offset < module.length) {
    const id = module[offset];
    const [size, body] = readUnsigned(module, offset + 1);
    if (id !== 5) {
      offset = body + size;
      continue;
    }
    const [, flags] = readUnsigned(module, body);
    const [minimum] = readUnsigned(module, flags + 1);
    const memory = [1, 1, ...unsigned(minimum), ...unsigned(maximumPages)];
    return Buffer.concat([
      module.subarray(0, offset),
      Buffer.from([5, ...unsigned(memory.length), ...memory]),
      module.subarray(body + size),
    ]);
  }
  throw new Error("The compiled engine declares no memory.");
}

/** Reads a LEB128 number; returns it and the offset after it. */
function readUnsigned(bytes, offset) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[offset++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, offset];
  }
}

function unsigned(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Where Go keeps wasm_exec.js: lib/wasm since Go 1.24, misc/wasm before. */
function supportFile() {
  const goroot = go("env", "GOROOT").trim();
  const found = ["lib/wasm", "misc/wasm"].map((folder) => join(goroot, folder, "wasm_exec.js")).find(existsSync);
  if (found === undefined)
    throw new Error(`wasm_exec.js is missing in ${goroot}: install the complete Go distribution.`);
  return found;
}

/** Builds when needed. Returns "built", "unchanged" or "goMissing"; throws when the build fails. */
export function buildEngine(say = (line) => console.log(line)) {
  mkdirSync(dist, { recursive: true });
  const version = goVersion();
  if (version === undefined) {
    writeFileSync(missingMarker, "Go was not found when the engine was built.\n");
    say("Engine: Go was not found, so rendered overlays and jq are left out of this build; everything else works.");
    say("  Install Go 1.26 or newer, for example: apt-get install golang-go (if new enough),");
    say("  brew install go, winget install GoLang.Go, or unpack an archive of https://go.dev/dl/ to /usr/local/go");
    say("  and add /usr/local/go/bin to PATH. Then run the build again.");
    return "goMissing";
  }
  rmSync(missingMarker, { force: true });
  const wanted = fingerprint(version);
  if ([wasm, support, stamp].every(existsSync) && readFileSync(stamp, "utf8") === wanted) {
    say("Engine: unchanged.");
    return "unchanged";
  }
  const started = Date.now();
  say("Engine: compiling kustomize to WebAssembly (the first time takes a minute and downloads Go modules)...");
  execFileSync("go", ["build", `-modfile=${patchedModuleFile()}`, ...buildArguments, "-o", wasm, "."], {
    cwd: engine,
    env: goEnvironment({ GOOS: "js", GOARCH: "wasm" }),
    stdio: ["ignore", "inherit", "inherit"],
  });
  writeFileSync(wasm, boundMemory(readFileSync(wasm)));
  copyFileSync(supportFile(), support);
  for (const file of [wasm, support]) chmodSync(file, 0o644);
  writeFileSync(stamp, wanted);
  const megabytes = (statSync(wasm).size / 1e6).toFixed(1);
  say(`Engine: dist/kustomize.wasm, ${megabytes} MB, in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  return "built";
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildEngine();
