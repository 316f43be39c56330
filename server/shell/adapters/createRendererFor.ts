import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Renderer } from "../../features/renderer.ts";
import { createRenderer } from "./renderer/createRenderer.ts";

/**
 * The renderer with the embedded engine: the bundle's files lie beside the program in dist/; from source the worker is
 * the module in this folder and the engine what the build left in dist/.
 */
export function createEngineRenderer(log: (line: string) => void): Renderer {
  const isSource = import.meta.url.endsWith(".ts");
  const file = (fromSource: string, bundled: string): URL => new URL(isSource ? fromSource : bundled, import.meta.url);
  const wasm = fileURLToPath(file("../../../dist/kustomize.wasm", "./kustomize.wasm"));
  const support = fileURLToPath(file("../../../dist/wasm_exec.js", "./wasm_exec.js"));
  const worker = file("./renderer/worker.ts", "./rendererWorker.mjs");
  if (!isSource && !existsSync(worker)) log("The render worker is missing from this build; previews will say so.");
  return createRenderer({ worker, wasm, support, log });
}
