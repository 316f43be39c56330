import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { JqEvaluator } from "../../features/jqEvaluator.ts";
import type { Renderer } from "../../features/renderer.ts";
import { createBinaryRenderer } from "./renderer/binaryRenderer.ts";
import { createRenderer } from "./renderer/createRenderer.ts";

/**
 * The renderer with the embedded engine: the bundle's files lie beside the program in dist/; from source the worker is
 * the module in this folder and the engine what the build left in dist/.
 */
export function createEngineRenderer(log: (line: string) => void): Renderer & JqEvaluator {
  const isSource = import.meta.url.endsWith(".ts");
  const file = (fromSource: string, bundled: string): URL => new URL(isSource ? fromSource : bundled, import.meta.url);
  const wasm = fileURLToPath(file("../../../dist/kustomize.wasm", "./kustomize.wasm"));
  const support = fileURLToPath(file("../../../dist/wasm_exec.js", "./wasm_exec.js"));
  const worker = file("./renderer/worker.ts", "./rendererWorker.mjs");
  if (!isSource && !existsSync(worker)) log("The render worker is missing from this build; previews will say so.");
  return createRenderer({ worker, wasm, support, log });
}

/**
 * Renders with the user's own kustomize while a path to one is set, with the embedded engine otherwise. The choice is
 * looked at for every render, so a change of the setting counts at once. Disposing of it disposes of the engine too.
 */
export function createChosenRenderer(kustomizePath: () => string, engine: Renderer): Renderer {
  const binaries = new Map<string, Renderer>();
  const binary = (path: string): Renderer => {
    const known = binaries.get(path) ?? createBinaryRenderer({ binary: path });
    binaries.set(path, known);
    return known;
  };
  const chosen = (): Renderer => (kustomizePath() === "" ? engine : binary(kustomizePath()));
  const all = (): readonly Renderer[] => [engine, ...binaries.values()];
  return {
    warmUp: () => chosen().warmUp(),
    // What controllers do around a build only the engine knows; they bring a kustomize of their own.
    render: (request, token) => (request.changes ? engine : chosen()).render(request, token),
    forget: (key) => {
      for (const renderer of all()) renderer.forget(key);
    },
    dispose: () => {
      for (const renderer of all()) renderer.dispose();
    },
  };
}
