import assert from "node:assert/strict";
import { test } from "node:test";
import { normalAddress, possibleRoots, workTreeOf } from "../../../server/core/graph/repositoryAddress.ts";
import { memoryIndex, repositoryRoot, uriOf } from "../../harness/workspace.ts";

const same: readonly string[] = [
  "https://github.com/Example-Org/gitops",
  "https://github.com/Example-Org/gitops.git",
  "https://GitHub.com/Example-Org/gitops/",
  "https://user:token@github.com/Example-Org/gitops",
  "ssh://git@github.com/Example-Org/gitops.git",
  "ssh://git@github.com:22/Example-Org/gitops",
  "git@github.com:Example-Org/gitops.git",
  "github.com/Example-Org/gitops",
];

for (const address of same) {
  test(`${address} is the repository that all of its spellings name`, () =>
    assert.equal(normalAddress(address), "github.com/Example-Org/gitops"));
}

test("keeps different repositories apart", () => {
  const different = [
    "https://github.com/a/b",
    "https://github.com/a/bb",
    "https://gitlab.com/a/b",
    "https://github.com/a/b/c",
  ];
  assert.equal(new Set(different.map(normalAddress)).size, different.length);
});

test("finds the work tree of a remote, and none for others", () => {
  const index = memoryIndex({ "a.yaml": "" });
  assert.equal(workTreeOf("git@github.com:example-org/gitops.git", index), repositoryRoot);
  assert.equal(workTreeOf("https://github.com/example-org/other", index), undefined);
});

test("looks for the root of a repository from the work tree inwards", () => {
  const index = memoryIndex({ "examples/clusters/apps.yaml": "" });
  const roots = possibleRoots(uriOf("examples/clusters/apps.yaml"), index);
  assert.deepEqual(roots, [repositoryRoot, uriOf("examples"), uriOf("examples/clusters")]);
});
