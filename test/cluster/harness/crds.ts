// The CustomResourceDefinitions of released projects, read out of their Go modules and kept outside the repository.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiClient } from "./apiClient.ts";
import { applyAll, isManifest, type Manifest, manifestsOf } from "./apply.ts";
import { type CrdFamily, type CrdSource, crdSources } from "./crdSources.ts";
import { withLock } from "./lock.ts";
import { clusterCache, moduleFolder, runGo, type Say } from "./programs.ts";

/** Every family there is. */
export const crdFamilies: readonly CrdFamily[] = [
  "argo-cd",
  "argo-rollouts",
  "flux",
  "external-secrets",
  "gatekeeper",
  "tofu-controller",
];

/** Lets a cluster serve the kinds of some families; resolves when it does. The first time they are downloaded. */
export async function loadCrds(
  client: ApiClient,
  families: readonly CrdFamily[] = crdFamilies,
  say: Say = (line) => process.stderr.write(`${line}\n`),
): Promise<void> {
  const definitions = await Promise.all(families.map((family) => readCrds(family, say)));
  await applyAll(client, definitions.flat());
}

/** The definitions of a family as their project released them. */
export async function readCrds(family: CrdFamily, say: Say): Promise<readonly Manifest[]> {
  const file = cacheFile(family);
  if (!existsSync(file)) {
    mkdirSync(clusterCache, { recursive: true });
    await withLock(`${file}.lock`, say, async () => {
      if (!existsSync(file)) await fetchCrds(family, file, say);
    });
  }
  const stored: unknown = JSON.parse(readFileSync(file, "utf8"));
  return Array.isArray(stored) ? stored.filter(isManifest) : [];
}

/** Whether the definitions of all families are there already. */
export function areCrdsFetched(): boolean {
  return crdFamilies.every((family) => existsSync(cacheFile(family)));
}

function cacheFile(family: CrdFamily): string {
  const hash = createHash("sha256").update(JSON.stringify(["array", crdSources[family]]));
  for (const name of ["go.mod", "go.sum"]) hash.update(readFileSync(join(moduleFolder("crds"), name)));
  for (const source of crdSources[family]) if (source.from === "here") hash.update(readHere(source.file));
  return join(clusterCache, `crds-${family}-${hash.digest("hex").slice(0, 16)}.json`);
}

async function fetchCrds(family: CrdFamily, file: string, say: Say): Promise<void> {
  say(`Fetch the CustomResourceDefinitions of ${family} (once)`);
  const texts: string[] = [];
  for (const source of crdSources[family]) texts.push(...(await textsOf(source)));
  const work = `${file}.${process.pid}`;
  // Kept as JSON, which is read much faster than the YAML it was.
  writeFileSync(work, JSON.stringify(texts.flatMap(manifestsOf)));
  renameSync(work, file);
}

async function textsOf(source: CrdSource): Promise<readonly string[]> {
  if (source.from === "here") return [readHere(source.file)];
  if (source.from === "types") return generated(source.package);
  const lines = await runGo("crds", ["mod", "download", "-json", `${source.module}@${source.version}`]);
  const { Dir: folder, Sum: sum } = JSON.parse(lines.join("\n"));
  if (sum !== source.sum)
    throw new Error(`${source.module}@${source.version} has the checksum ${sum}, not ${source.sum}`);
  return source.files.map((name) => readFileSync(join(folder, name), "utf8"));
}

async function generated(packageName: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "gitops-crds-"));
  try {
    await runGo("crds", ["tool", "controller-gen", "crd", `paths=${packageName}`, `output:dir=${folder}`]);
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readHere(name: string): string {
  return readFileSync(join(import.meta.dirname, "definitions", name), "utf8");
}
