import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import type { JqEvaluator } from "../../server/features/jqEvaluator.ts";
import type { FileContent, Renderer, RenderResult } from "../../server/features/renderer.ts";
import { createRenderer, type RendererOptions } from "../../server/shell/adapters/renderer/createRenderer.ts";

const here = dirname(fileURLToPath(import.meta.url));
const project = resolve(here, "../..");

/** The engine that the build left in dist/, run by the worker from source. */
export const engineFiles = {
  worker: new URL("../../server/shell/adapters/renderer/worker.ts", import.meta.url),
  wasm: join(project, "dist", "kustomize.wasm"),
  support: join(project, "dist", "wasm_exec.js"),
};

/** Reason to skip tests that need the engine, or false. */
export const withoutEngine = existsSync(engineFiles.wasm) ? false : "the engine is not built: dist/kustomize.wasm";

/** Other projects' cases to compare with; not part of this repository. */
export const samples = process.env["GITOPS_SAMPLES"] ?? resolve(project, "../shared/samples");

/** Reason to skip tests that need the engine and a file of the samples, or false. */
export function withoutSample(name: string): string | false {
  if (withoutEngine) return withoutEngine;
  return existsSync(join(samples, name)) ? false : `no sample ${name} (set GITOPS_SAMPLES to their folder)`;
}

export const fixtures = join(project, "test", "fixtures", "render");

/** A renderer that is disposed of after the tests of the file. */
export function startRenderer(options: Partial<RendererOptions> = {}): Renderer & JqEvaluator {
  const renderer = createRenderer({ ...engineFiles, ...options });
  after(() => renderer.dispose());
  return renderer;
}

/** All files below a folder as inputs of a render, placed at `root`; text where they are UTF-8. */
export function readInputs(folder: string, root: string): Map<string, FileContent> {
  const files = new Map<string, FileContent>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(`${root}/${relative(folder, file).replaceAll("\\", "/")}`, new Uint8Array(readFileSync(file)));
  }
  return files;
}

/** One parsed JSON value a line. */
export function readLines(file: string): unknown[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line): unknown => JSON.parse(line));
}

/** The text of a render that has to succeed; anything else fails the test with the whole result. */
export function textOf(result: RenderResult): string {
  if (result.kind !== "rendered") throw new Error(`not rendered: ${JSON.stringify(result)}`);
  return result.text;
}

/** The message of a render that has to fail. */
export function messageOf(result: RenderResult): string {
  if (result.kind !== "failed") throw new Error(`did not fail: ${JSON.stringify(result).slice(0, 2000)}`);
  return result.message;
}

/** Two files: a kustomization and the ConfigMap it lists. */
export function oneConfigMap(name: string): Map<string, FileContent> {
  return new Map([
    ["/r/kustomization.yaml", "resources: [a.yaml]\n"],
    ["/r/a.yaml", `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`],
  ]);
}
