import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { directoryOf } from "../../core/text/uri.ts";
import type { FileSource } from "../../features/preview/fileSource.ts";
import { renderOverlay } from "../../features/preview/renderOverlay.ts";
import { createEngineRenderer } from "../adapters/chosenRenderer.ts";
import { createDiskSource } from "../adapters/diskSource.ts";
import { uriOfPath } from "../adapters/fileScan.ts";

/** `render DIR`: prints what `kustomize build DIR` prints, errors to stderr. */
export async function render(args: readonly string[]): Promise<number> {
  const options = args.filter((each) => each.startsWith("-"));
  const directories = args.filter((each) => !each.startsWith("-"));
  const [directory] = directories;
  if (options.length > 0 || directories.length !== 1 || directory === undefined) {
    process.stderr.write("Name one directory: gitops-authoring render DIR\n");
    return 2;
  }
  const path = resolve(directory);
  if (!(await isDirectory(path))) {
    process.stderr.write(`${path} is no directory. Name the directory that holds the kustomization file.\n`);
    return 1;
  }
  const renderer = createEngineRenderer(() => undefined);
  try {
    return await renderTo(renderer, createDiskSource(), uriOfPath(path));
  } finally {
    renderer.dispose();
  }
}

async function renderTo(
  renderer: ReturnType<typeof createEngineRenderer>,
  source: FileSource,
  directory: string,
): Promise<number> {
  const { result } = await renderOverlay(renderer, source, {
    key: "render",
    directory,
    loadRestrictor: "rootOnly",
    unrenderable: "fail",
  });
  switch (result.kind) {
    case "rendered":
      for (const warning of result.warnings) process.stderr.write(`${warning}\n`);
      process.stdout.write(result.text);
      return 0;
    case "failed":
      process.stderr.write(`Error: ${result.message}\n`);
      return 1;
    case "engineMissing":
    case "timedOut":
      process.stderr.write(`${result.message}\n`);
      return 1;
    case "cancelled":
      process.stderr.write(`${directoryOf(directory)}: the render was cancelled\n`);
      return 1;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
