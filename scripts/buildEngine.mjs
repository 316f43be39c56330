// Builds engine/ into dist/kustomize.wasm and copies Go's JavaScript support beside it.
// Does nothing when no input changed. Without Go it says how to install it and leaves a marker, so
// that everything but the embedded engine still builds.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
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

const buildArguments = ["build", "-trimpath", "-ldflags=-s -w -buildid=", "-o", wasm, "."];

/** Files the wasm depends on: Go sources except tests, and the module files. */
function inputs(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return inputs(path);
      const counts = /^(?!.*_test\.go$).*\.go$|^go\.(mod|sum)$|\.patch$/.test(entry.name);
      return counts ? [path] : [];
    })
    .sort();
}

function goVersion() {
  const result = spawnSync("go", ["version"], { encoding: "utf8", cwd: engine });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

function fingerprint(version) {
  const hash = createHash("sha256").update(version).update(buildArguments.join(" "));
  for (const path of inputs(engine)) hash.update(relative(engine, path)).update("\0").update(readFileSync(path));
  return hash.digest("hex");
}

/** Where Go keeps wasm_exec.js: lib/wasm since Go 1.24, misc/wasm before. */
function supportFile() {
  const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8", cwd: engine }).trim();
  const found = ["lib/wasm", "misc/wasm"].map((folder) => join(goroot, folder, "wasm_exec.js")).find(existsSync);
  if (found === undefined) throw new Error(`wasm_exec.js is missing in ${goroot}: install the complete Go distribution.`);
  return found;
}

/** Builds when needed. Returns "built", "unchanged" or "goMissing"; throws when the build fails. */
export function buildEngine(say = (line) => console.log(line)) {
  mkdirSync(dist, { recursive: true });
  const version = goVersion();
  if (version === undefined) {
    writeFileSync(missingMarker, "Go was not found when the engine was built.\n");
    say("Engine: Go was not found, so rendered overlays are left out of this build; everything else works.");
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
  execFileSync("go", buildArguments, {
    cwd: engine,
    env: { ...process.env, GOOS: "js", GOARCH: "wasm", GOFLAGS: "-mod=readonly -buildvcs=false" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  copyFileSync(supportFile(), support);
  writeFileSync(stamp, wanted);
  const megabytes = (statSync(wasm).size / 1e6).toFixed(1);
  say(`Engine: dist/kustomize.wasm, ${megabytes} MB, in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  return "built";
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildEngine();
