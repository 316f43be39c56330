import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { pathToFileURL } from "node:url";

/** A folder on disk that ends with the test. */
export interface TestFolder {
  readonly root: string;
  path(name: string): string;
  uri(name: string): string;
  write(name: string, text: string): void;
}

/** Makes a folder with some files. */
export function testFolder(context: TestContext, files: Readonly<Record<string, string>>): TestFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gitops-")));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const path = (name: string): string => (name === "" ? root : join(root, name));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { root, path, uri: (name) => pathToFileURL(path(name)).href, write };
}

/** Makes a folder a Git repository in which everything is committed. */
export function commitFolder(root: string): void {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"];
  const git = (...args: readonly string[]): void => void execFileSync("git", [...identity, ...args], { cwd: root });
  git("init", "-q");
  git("add", ".");
  git("commit", "-q", "-m", "first");
}
