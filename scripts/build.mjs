// `npm run build`: bundles everything the extension and the command line need into dist/.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { onProjectNode } from "./setup.mjs";
import { main, projectFolder, say, step } from "./steps.mjs";

const dist = join(projectFolder, "dist");

/** Where the last build noted which source files are in its bundles: a JSON array of paths relative to the project. */
export const bundleInputs = join(projectFolder, "out", "bundleInputs.json");

/** Programs of the server by the name of their file in dist/. */
const serverEntries = {
  server: "server/shell/main.ts",
  cli: "server/shell/cli/main.ts",
  rendererWorker: "server/shell/adapters/renderer/worker.ts",
  clusterWorker: "server/shell/adapters/cluster/worker.ts",
};

/**
 * Builds dist/ and resolves with the parts that were left out and why (only the engine, when Go is missing).
 * Throws when a part fails.
 */
export async function build() {
  await mkdir(dist, { recursive: true });
  const inputs = await step("Bundle the extension and the language server", bundle);
  await mkdir(join(projectFolder, "out"), { recursive: true });
  await writeFile(bundleInputs, JSON.stringify([...inputs].sort()));
  await step("Copy the schemas", copySchemas);
  return step("Build the kustomize engine", engine);
}

/** Bundles with esbuild; resolves with the source files that went in, which the notices are made from. */
async function bundle() {
  const esbuild = await import("esbuild");
  const shared = {
    absWorkingDir: projectFolder,
    bundle: true,
    platform: "node",
    // The command line runs on whatever Node the machine has; editors bring a newer one.
    target: "node20",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  };
  const results = await Promise.all([
    esbuild.build({
      ...shared,
      entryPoints: { client: "client/main.ts" },
      format: "cjs",
      external: ["vscode"],
      outdir: "dist",
      outExtension: { ".js": ".cjs" },
    }),
    esbuild.build({
      ...shared,
      entryPoints: serverEntries,
      format: "esm",
      inject: ["scripts/olderNode.mjs"],
      // Shared chunks: what a program loads lazily (yaml-language-server) costs nothing at its start.
      splitting: true,
      outdir: "dist",
      chunkNames: "chunk-[hash]",
      outExtension: { ".js": ".mjs" },
      banner: {
        js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
      },
    }),
  ]);
  const outputs = results.flatMap((result) => Object.keys(result.metafile.outputs).map((file) => basename(file)));
  await removeOldBundles(outputs);
  return new Set(results.flatMap((result) => Object.keys(result.metafile.inputs)));
}

/** Chunks carry a hash in their name, so those of earlier builds would pile up. */
async function removeOldBundles(current) {
  const names = (await readdir(dist)).filter((name) => /\.[cm]js$/.test(name) && !current.includes(name));
  await Promise.all(names.map((name) => rm(join(dist, name))));
}

/** Copies the data the server reads: structural schemas and our documentation, each JSON file without white space. */
async function copySchemas() {
  const source = join(projectFolder, "schemas");
  const target = join(dist, "schemas");
  const stamp = await treeHash(source);
  const stampFile = join(target, ".stamp");
  if (existsSync(stampFile) && (await readFile(stampFile, "utf8")) === stamp) return;
  await rm(target, { recursive: true, force: true });
  for (const file of await schemaFiles(source)) {
    const goal = join(target, relative(source, file));
    await mkdir(join(goal, ".."), { recursive: true });
    if (file.endsWith(".json")) await writeFile(goal, JSON.stringify(JSON.parse(await readFile(file, "utf8"))));
    else await cp(file, goal);
  }
  await writeFile(stampFile, stamp);
}

/** Data files below the schemas folder; the generator is not data. */
async function schemaFiles(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(json|md)$/.test(entry.name) && entry.name !== "README.md")
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(folder, file).startsWith("generate"))
    .sort();
}

async function treeHash(folder) {
  const hash = createHash("sha256");
  for (const file of await schemaFiles(folder)) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/** Compiles the kustomize engine; its own script knows when it is up to date and what to say without Go. */
async function engine() {
  const { buildEngine } = await import("./buildEngine.mjs");
  return buildEngine(say) === "goMissing" ? ["engine"] : [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await onProjectNode(process.argv[1]);
    await build();
  });
}
