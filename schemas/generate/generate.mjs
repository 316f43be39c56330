// Writes the schemas again from the pinned upstream types; with --check only tells whether they would change.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const generator = dirname(fileURLToPath(import.meta.url));
const schemas = dirname(generator);
const command = "node schemas/generate/generate.mjs";
/** What lies beside the generated data and is written by hand. */
const byHand = ["docs", "generate", "README.md"];

process.exitCode = main(process.argv.slice(2));

function main(options) {
  const unknown = options.find((option) => option !== "--check");
  if (unknown !== undefined) {
    console.error(`Unknown option ${unknown}. Usage: ${command} [--check]`);
    return 2;
  }
  if (spawnSync("go", ["version"]).status !== 0) {
    console.log("skipped: the schemas are generated with Go, which is not installed. Get it from https://go.dev/dl");
    console.log(
      "or with your package manager (`apt-get install golang`, `brew install go`). The committed schemas are used.",
    );
    return 0;
  }
  const fresh = mkdtempSync(join(tmpdir(), "gitops-schemas-"));
  try {
    return generate(fresh) ? finish(fresh, options.includes("--check")) : 1;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Runs the generator; the first run downloads about 200 Go modules. */
function generate(fresh) {
  console.log("Building the schema generator and loading the upstream types (the first time takes some minutes)");
  const environment = { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly" };
  const run = spawnSync("go", ["run", ".", "-out", fresh], { cwd: generator, stdio: "inherit", env: environment });
  if (run.status === 0) return true;
  console.error(
    "The schemas could not be generated. The generator needs the Go release named in schemas/generate/go.mod",
  );
  console.error("or newer, and a Go module proxy (`go env GOPROXY`).");
  return false;
}

function finish(fresh, isCheck) {
  const before = contents(schemas);
  const after = contents(fresh);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = names.filter((name) => before.get(name) !== after.get(name));
  const verb = isCheck ? "differs" : "changed";
  for (const name of changed) console.log(`  schemas/${name} ${after.has(name) ? verb : "is no longer generated"}`);
  if (changed.length === 0) console.log(`The ${after.size} schema files are up to date.`);
  else if (isCheck)
    console.error(`The schemas do not match their pinned types. Run \`${command}\` and commit the result.`);
  else replace(fresh);
  return isCheck && changed.length > 0 ? 1 : 0;
}

function replace(fresh) {
  for (const name of generatedEntries(schemas)) rmSync(join(schemas, name), { recursive: true });
  cpSync(fresh, schemas, { recursive: true });
}

function generatedEntries(folder) {
  return readdirSync(folder).filter((name) => !byHand.includes(name));
}

/** The generated files of a folder: path with slashes, and text. */
function contents(folder) {
  const files = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const name = relative(folder, file).split(sep).join("/");
    if (entry.isFile() && !byHand.includes(name.split("/")[0])) files.set(name, readFileSync(file, "utf8"));
  }
  return files;
}
