import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { RepositoryIndex } from "../../server/core/graph/repositoryIndex.ts";
import { deployedRequest } from "../../server/features/preview/deployedOverlay.ts";
import { readDeployer } from "../../server/features/preview/deployer.ts";
import type { FileSource } from "../../server/features/preview/fileSource.ts";
import { renderOverlay } from "../../server/features/preview/renderOverlay.ts";
import type { RenderResult } from "../../server/features/renderer.ts";
import type { PreviewDeployer } from "../../server/protocol/preview.ts";
import { type Files, memoryIndex, uriOf } from "../harness/workspace.ts";
import { readInputs, startRenderer, withoutEngine } from "./harness.ts";

/** Flux Kustomizations with what Flux makes of their directories (test/cluster/fluxRender.test.ts asks Flux itself). */
const folder = join(import.meta.dirname, "..", "fixtures", "flux");
const renderer = startRenderer();

const deployer: PreviewDeployer = {
  uri: uriOf("clusters/object.yaml"),
  group: "kustomize.toolkit.fluxcd.io",
  kind: "Kustomization",
  name: "apps",
  namespace: "flux-system",
};

for (const name of readdirSync(folder)) {
  test(`renders ${name} as Flux does`, { skip: withoutEngine }, async () => {
    const result = await render(filesOf(join(folder, name)));
    assert.ok(result.kind === "rendered" || result.kind === "failed");
    const error = optional(join(folder, name, "error.txt"))?.trim();
    if (error === undefined) {
      assert.ok(result.kind === "rendered", JSON.stringify(result));
      assert.deepEqual(objectsOf(result.text), objectsOf(readFileSync(join(folder, name, "expected.yaml"), "utf8")));
      assert.deepEqual(result.kept, []);
    } else if (result.kind === "rendered") {
      // A variable without a value is shown with everything else, and named.
      const [unset] = result.kept;
      assert.deepEqual([unset?.unset, error.endsWith(`(strict mode): "${unset?.name}"`)], [true, true], error);
    } else {
      assert.ok(result.message.includes(error), `${result.message}\n${error}`);
    }
  });
}

async function render(files: Files): Promise<RenderResult> {
  const index = memoryIndex(files);
  const source = sourceOf(index, files);
  const found = await readDeployer(deployer, source, index);
  assert.ok(found);
  const { request } = await deployedRequest(found, { files: source, index });
  const { result } = await renderOverlay(renderer, source, {
    key: "flux",
    directory: uriOf("apps"),
    unrenderable: "skip",
    generate: "flux",
    ...request,
  });
  return result;
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
  const texts = [...input].map(([path, content]) => [path.slice(1), new TextDecoder().decode(asBytes(content))]);
  const cluster = optional(join(fixture, "cluster.yaml"));
  return {
    ...Object.fromEntries(texts),
    "clusters/object.yaml": readFileSync(join(fixture, "object.yaml"), "utf8"),
    ...(cluster !== undefined && { "clusters/cluster.yaml": cluster }),
  };
}

function asBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

function optional(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** Flux applies in stages of its own, so the order of the text says nothing. */
function objectsOf(text: string): readonly string[] {
  return text.split("---\n").toSorted();
}
