import assert from "node:assert/strict";
import { test } from "node:test";
import { buildersOf } from "../../../server/core/graph/builders.ts";
import { relativePath } from "../../../server/core/text/uri.ts";
import { type Files, memoryIndex, repositoryRoot, uriOf } from "../../harness/workspace.ts";

function builders(files: Files, path: string): readonly string[] {
  return [...buildersOf(uriOf(path), memoryIndex(files))]
    .filter((uri) => uri.startsWith(repositoryRoot))
    .map((uri) => relativePath(repositoryRoot, uri))
    .toSorted();
}

const plain = "a: 1\n";
const overlay = (...resources: readonly string[]): string =>
  `resources:\n${resources.map((each) => `  - ${each}\n`).join("")}`;

test("A file is among what the directories of all kustomization files apply that lead to it.", () => {
  const files = {
    "base/kustomization.yaml": overlay("web.yaml"),
    "base/web.yaml": plain,
    "staging/kustomization.yaml": overlay("../base"),
    "production/kustomization.yaml": overlay("../base"),
  };
  assert.deepEqual(
    builders(files, "base/web.yaml").filter((each) => each !== "."),
    ["base", "production", "staging"],
  );
});

test("Directories without a kustomization file take what is below them, up to one that has such a file.", () => {
  const files = {
    "clusters/production/apps/web.yaml": plain,
    "clusters/staging/kustomization.yaml": overlay("web.yaml"),
    "clusters/staging/web.yaml": plain,
    "clusters/staging/unused/other.yaml": plain,
  };
  assert.deepEqual(builders(files, "clusters/production/apps/web.yaml"), [
    ".",
    "clusters",
    "clusters/production",
    "clusters/production/apps",
  ]);
  assert.deepEqual(builders(files, "clusters/staging/web.yaml"), [".", "clusters", "clusters/staging"]);
  // The kustomization file above does not choose it.
  assert.deepEqual(builders(files, "clusters/staging/unused/other.yaml"), ["clusters/staging/unused"]);
});

test("Kustomization files in a circle end.", () => {
  const files = {
    "a/kustomization.yaml": overlay("../b", "web.yaml"),
    "b/kustomization.yaml": overlay("../a"),
    "a/web.yaml": plain,
  };
  assert.deepEqual(builders(files, "a/web.yaml"), ["a", "b"]);
});
