import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { createRepositoryIndex } from "../../server/core/graph/indexStore.ts";
import { uriOfPath } from "../../server/shell/adapters/fileScan.ts";
import { readGitOrigin } from "../../server/shell/adapters/gitOrigin.ts";
import { createWorkspaceFiles } from "../../server/shell/adapters/workspaceFiles.ts";
import { gitWatchers } from "../../server/shell/watchGit.ts";

interface Clone {
  readonly root: string;
  readonly git: (...args: readonly string[]) => string;
  readonly commit: () => string;
}

/** A repository with one commit on `main`, in a folder of its own. */
function repository(context: TestContext): Clone {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gitops-origin-")));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, "repo");
  mkdirSync(root);
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("remote", "add", "origin", "https://github.com/example-org/gitops");
  writeFileSync(join(root, "a.yaml"), "a: 1\n");
  git("add", ".");
  git("commit", "--quiet", "-m", "one");
  return { root, git, commit: () => git("rev-parse", "HEAD") };
}

test("A branch is read with its commit, as a file of its own and as a packed line.", async (context) => {
  const { root, git, commit } = repository(context);
  git("checkout", "--quiet", "-b", "feature/x");
  const expected = {
    root: uriOfPath(root),
    remotes: ["https://github.com/example-org/gitops"],
    branch: "feature/x",
    commit: commit(),
  };
  assert.deepEqual(await readGitOrigin(root), expected);
  git("pack-refs", "--all");
  mkdirSync(join(root, "deep/er"), { recursive: true });
  assert.deepEqual(await readGitOrigin(join(root, "deep/er")), expected);
});

test("A commit without a branch is read as such.", async (context) => {
  const { root, git, commit } = repository(context);
  git("checkout", "--quiet", "--detach");
  const origin = await readGitOrigin(root);
  assert.deepEqual([origin?.branch, origin?.commit], [undefined, commit()]);
});

test("The default branch is the one that the clone was told.", async (context) => {
  const { root, git } = repository(context);
  assert.equal((await readGitOrigin(root))?.defaultBranch, undefined);
  const clone = join(root, "..", "clone");
  git("clone", "--quiet", root, clone);
  assert.equal((await readGitOrigin(clone))?.defaultBranch, "main");
});

test("A further work tree has its own branch, and the remotes and commits of the repository.", async (context) => {
  const { root, git, commit } = repository(context);
  const tree = join(root, "..", "tree");
  git("worktree", "add", "--quiet", "-b", "feature/y", tree);
  assert.deepEqual(await readGitOrigin(tree), {
    root: uriOfPath(tree),
    remotes: ["https://github.com/example-org/gitops"],
    branch: "feature/y",
    commit: commit(),
  });
  assert.equal((await readGitOrigin(root))?.branch, "main");
});

test("A repository before its first commit has a branch, one whose refs are kept otherwise has none that is known.", async (context) => {
  const { root, git } = repository(context);
  git("checkout", "--quiet", "--orphan", "fresh");
  const fresh = await readGitOrigin(root);
  assert.deepEqual([fresh?.branch, fresh?.commit], ["fresh", undefined]);
  writeFileSync(join(root, ".git/HEAD"), "ref: refs/heads/.invalid\n");
  const reftable = await readGitOrigin(root);
  assert.deepEqual([reftable?.branch, reftable?.commit], [undefined, undefined]);
});

test("Git files outside of the workspace are named, and what they tell is followed when they change.", async (context) => {
  const { root, git } = repository(context);
  const tree = join(root, "..", "tree");
  git("worktree", "add", "--quiet", "-b", "feature/y", tree);
  const index = createRepositoryIndex();
  const quiet = { info: () => undefined, warn: () => undefined };
  const files = createWorkspaceFiles(index, quiet, { changed: () => undefined });
  await files.load([uriOfPath(tree)]);
  const watchers = await gitWatchers(files);
  const own = uriOfPath(join(root, ".git/worktrees/tree"));
  assert.ok(watchers.some(({ globPattern }) => isDeepStrictEqual(globPattern, { baseUri: own, pattern: "HEAD" })));
  const head = `${own}/HEAD`;
  git("-C", tree, "checkout", "--quiet", "-b", "feature/z");
  await files.refresh([head]);
  assert.equal(index.origins[0]?.branch, "feature/z");
  const { structureRevision, pathRevision } = index;
  await files.refresh([head]);
  assert.equal(index.structureRevision, structureRevision);
  git("-C", tree, "checkout", "--quiet", "--detach");
  await files.refresh([head]);
  assert.ok(index.structureRevision > structureRevision);
  assert.equal(index.pathRevision, pathRevision);
});
