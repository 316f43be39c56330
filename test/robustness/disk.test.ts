import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createRepositoryIndex, type IndexStore } from "../../server/core/graph/indexStore.ts";
import { createWorkspaceFiles, type WorkspaceFiles } from "../../server/shell/adapters/workspaceFiles.ts";
import { type TestFolder, testFolder } from "../harness/folder.ts";
import { source } from "./texts.ts";

interface Disk extends TestFolder {
  readonly index: IndexStore;
  readonly files: WorkspaceFiles;
  readonly warnings: readonly string[];
  load(): Promise<void>;
}

function diskOf(context: TestContext, contents: Readonly<Record<string, string>>): Disk {
  const folder = testFolder(context, contents);
  const index = createRepositoryIndex();
  const warnings: string[] = [];
  const logger = { info: () => undefined, warn: (message: string) => void warnings.push(message) };
  const files = createWorkspaceFiles(index, logger, { changed: () => undefined });
  return { ...folder, index, files, warnings, load: () => files.load([pathToFileURL(folder.root).href]) };
}

const namesOf = (index: IndexStore): readonly string[] =>
  [...index.yamlFiles()].map((uri) => uri.slice(uri.lastIndexOf("/") + 1)).toSorted();

test("links that lead back to where they are end", async (context) => {
  const { index, load, path } = diskOf(context, { "apps/a.yaml": source });
  symlinkSync(path(""), path("apps/up"));
  symlinkSync(path("apps"), path("apps/self"));
  symlinkSync(path("one"), path("two"));
  symlinkSync(path("two"), path("one"));
  await load();
  assert.deepEqual(namesOf(index), ["a.yaml"]);
});

test("a link to nothing, a directory named like a file and a file that may not be read are passed over", async (context) => {
  const { index, load, path } = diskOf(context, { "a.yaml": source, "secret.yaml": source });
  symlinkSync(path("gone.yaml"), path("link.yaml"));
  mkdirSync(path("directory.yaml"));
  chmodSync(path("secret.yaml"), 0);
  await load();
  const expected = process.getuid?.() === 0 ? ["a.yaml", "secret.yaml"] : ["a.yaml"];
  assert.deepEqual(
    namesOf(index).filter((name) => index.file(pathToFileURL(path(name)).href)?.text === source),
    expected,
  );
});

test("files that disappear or become directories while a folder is read are left out", async (context) => {
  const contents = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}.yaml`, source]));
  const { index, load, path, files, uri } = diskOf(context, contents);
  const loading = load();
  for (let at = 0; at < 300; at += 2) {
    rmSync(path(`${at}.yaml`));
    if (at % 3 === 0) mkdirSync(path(`${at}.yaml`));
  }
  await loading;
  await files.refresh(Object.keys(contents).map(uri));
  assert.equal(namesOf(index).length, 150);
});

test("a file that becomes a directory with files, and back, is followed", async (context) => {
  const { index, load, path, files, uri } = diskOf(context, { "a.yaml": source });
  await load();
  rmSync(path("a.yaml"));
  mkdirSync(path("a.yaml"));
  writeFileSync(path("a.yaml/b.yaml"), source);
  await files.refresh([uri("a.yaml")]);
  assert.deepEqual(namesOf(index), ["b.yaml"]);
  rmSync(path("a.yaml"), { recursive: true });
  writeFileSync(path("a.yaml"), source);
  await files.refresh([uri("a.yaml")]);
  assert.deepEqual(namesOf(index), ["a.yaml"]);
});

test("a directory of 5,000 files that appears at once is indexed", async (context) => {
  const { index, load, path, files, uri, write } = diskOf(context, {});
  await load();
  for (let at = 0; at < 5000; at++) write(`many/${at}.yaml`, source.replace("name: apps", `name: apps-${at}`));
  await files.refresh([uri("many"), ...Array.from({ length: 5000 }, (_, at) => uri(`many/${at}.yaml`))]);
  assert.equal(namesOf(index).length, 5000);
  rmSync(path("many"), { recursive: true });
  await files.refresh([uri("many")]);
  assert.equal(namesOf(index).length, 0);
});

test("bytes that are no UTF-8 do not end the reading", async (context) => {
  const { index, load, path } = diskOf(context, { "a.yaml": source });
  writeFileSync(
    path("b.yaml"),
    Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256),
  );
  writeFileSync(path("c.yaml"), Buffer.concat([Buffer.from(source), Buffer.from([0xff, 0xfe, 0xc0])]));
  await load();
  assert.equal(index.objects({ name: "apps" }).length, 2);
});

test("a switch of branches brings the files of the other branch and its name", async (context) => {
  const { index, load, path, files, uri, root } = diskOf(context, { "a.yaml": source, "old/b.yaml": source });
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: root,
      encoding: "utf8",
    });
  git("init", "--quiet", "--initial-branch=main");
  git("remote", "add", "origin", "https://github.com/example-org/gitops");
  git("add", ".");
  git("commit", "--quiet", "-m", "one");
  git("checkout", "--quiet", "-b", "feature");
  rmSync(path("old"), { recursive: true });
  for (let at = 0; at < 200; at++) writeFileSync(path(`new-${at}.yaml`), source);
  git("add", ".");
  git("commit", "--quiet", "-m", "two");
  git("checkout", "--quiet", "main");
  await load();
  assert.deepEqual(namesOf(index), ["a.yaml", "b.yaml"]);
  assert.equal(index.origins[0]?.branch, "main");
  git("checkout", "--quiet", "feature");
  const created = Array.from({ length: 200 }, (_, at) => uri(`new-${at}.yaml`));
  await files.refresh([uri(".git/HEAD"), uri("old/b.yaml"), uri("old"), ...created]);
  assert.equal(namesOf(index).length, 201);
  assert.equal(index.origins[0]?.branch, "feature");
});
