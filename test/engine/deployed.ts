import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { RepositoryIndex } from "../../server/core/graph/repositoryIndex.ts";
import { deployedRequest } from "../../server/features/preview/deployedOverlay.ts";
import { readDeployer } from "../../server/features/preview/deployer.ts";
import type { FileSource } from "../../server/features/preview/fileSource.ts";
import { renderOverlay } from "../../server/features/preview/renderOverlay.ts";
import type { Renderer, RenderResult } from "../../server/features/renderer.ts";
import type { PreviewDeployer } from "../../server/protocol/preview.ts";
import { type Files, memoryIndex, uriOf } from "../harness/workspace.ts";
import { readInputs, withoutEngine } from "./harness.ts";

/** The name of an object in `clusters/object.yaml`, the place of a fixture's deployer. */
export type DeployerName = Omit<PreviewDeployer, "uri">;

/** Renders the directory `apps` of a repository as an object in it has it applied. */
export async function renderDeployed(renderer: Renderer, name: DeployerName, files: Files): Promise<RenderResult> {
  const index = memoryIndex(files);
  const source = sourceOf(index, files);
  const directory = uriOf("apps");
  const found = await readDeployer({ ...name, uri: uriOf("clusters/object.yaml") }, directory, source, index);
  assert.ok(found);
  const { request } = await deployedRequest(found, { files: source, index });
  const { result } = await renderOverlay(renderer, source, {
    key: "deployed",
    directory,
    loadRestrictor: "rootOnly",
    unrenderable: "skip",
    generate: "flux",
    ...request,
  });
  return result;
}

/** A test for each folder of fixtures: the controller's own result is in expected.yaml or error.txt. */
export function testFixtures(folder: string, title: string, name: DeployerName, renderer: Renderer): void {
  for (const fixture of readdirSync(folder)) {
    test(`renders ${fixture} as ${title} does`, { skip: withoutEngine }, async () => {
      const result = await renderDeployed(renderer, name, filesOf(join(folder, fixture)));
      check(result, join(folder, fixture));
    });
  }
}

function check(result: RenderResult, fixture: string): void {
  assert.ok(result.kind === "rendered" || result.kind === "failed");
  const error = optional(join(fixture, "error.txt"))?.trim();
  if (error === undefined) {
    assert.ok(result.kind === "rendered", JSON.stringify(result));
    assert.deepEqual(objectsOf(result.text), objectsOf(readFileSync(join(fixture, "expected.yaml"), "utf8")));
    assert.deepEqual(result.kept, []);
  } else if (result.kind === "rendered") {
    // A variable without a value is shown with everything else, and named.
    const [unset] = result.kept;
    assert.deepEqual([unset?.unset, error.endsWith(`(strict mode): "${unset?.name}"`)], [true, true], error);
  } else {
    assert.ok(result.message.includes(error), `${result.message}\n${error}`);
  }
}

function sourceOf(index: RepositoryIndex, files: Files): FileSource {
  return {
    hasFile: (uri) => index.hasFile(uri),
    hasDirectory: (uri) => index.hasDirectory(uri),
    children: (uri) => index.children(uri),
    read: (uri) => Promise.resolve(Object.entries(files).find(([path]) => uriOf(path) === uri)?.[1]),
  };
}

/** The repository of a fixture, the object and what it takes variables from beside it. */
function filesOf(fixture: string): Files {
  const input = readInputs(join(fixture, "input"), "");
  const texts = [...input].map(([path, content]) => [path.slice(1), textOf(content)]);
  const cluster = optional(join(fixture, "cluster.yaml"));
  return {
    ...Object.fromEntries(texts),
    "clusters/object.yaml": readFileSync(join(fixture, "object.yaml"), "utf8"),
    ...(cluster !== undefined && { "clusters/cluster.yaml": cluster }),
  };
}

function textOf(content: string | Uint8Array): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}

function optional(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** Controllers apply in an order of their own, so that of the text says nothing. */
export function objectsOf(text: string): readonly string[] {
  return text.split("---\n").toSorted();
}
