import assert from "node:assert/strict";
import { createRepositoryIndex, type IndexStore } from "../../server/core/graph/indexStore.ts";
import type { RepositoryOrigin } from "../../server/core/graph/repositoryIndex.ts";
import { isKustomizationFileName } from "../../server/core/manifest/manifest.ts";
import { joinUri } from "../../server/core/text/uri.ts";

/** The folder that the files of a test live in. */
export const repositoryRoot = "file:///repo";

/** Where a test's repository was cloned from. */
export const repositoryOrigin: RepositoryOrigin = {
  root: repositoryRoot,
  remotes: ["https://github.com/example-org/gitops"],
  branch: "main",
};

/** Paths below the repository's root and the texts of the files. */
export type Files = Readonly<Record<string, string>>;

/** The URI of a path below the repository's root. */
export function uriOf(path: string): string {
  return joinUri(repositoryRoot, path);
}

/** A place in a fixture: written as `$0`. */
export interface Cursor {
  readonly uri: string;
  readonly offset: number;
}

/** A fixture taken apart: files by path, and the cursor if the text has one. */
export interface Fixture {
  readonly files: Files;
  readonly cursor: Cursor | undefined;
}

/**
 * Takes a text with several files apart. A line `#- path/of/file` starts a file; text before the first such line is the
 * file `manifest.yaml`. `$0` marks the cursor and is removed.
 */
export function parseFixture(text: string): Fixture {
  const files: Record<string, string> = {};
  const parts = text.split(/^#- (.+)$\n?/m);
  const [before = ""] = parts;
  if (before.trim() !== "" || parts.length === 1) files["manifest.yaml"] = before;
  for (let at = 1; at < parts.length; at += 2) files[(parts[at] ?? "").trim()] = parts[at + 1] ?? "";
  const [path] = Object.entries(files).find(([, content]) => content.includes("$0")) ?? [];
  if (path === undefined) return { files, cursor: undefined };
  const content = files[path] ?? "";
  const offset = content.indexOf("$0");
  files[path] = content.slice(0, offset) + content.slice(offset + 2);
  return { files, cursor: { uri: uriOf(path), offset } };
}

/** The cursor of a fixture that must have one. */
export function cursorOf(fixture: Fixture): Cursor {
  assert.ok(fixture.cursor, "the fixture has no `$0`");
  return fixture.cursor;
}

/** A complete index of some files (or of a fixture's text), all of them closed, in one folder with one remote. */
export function memoryIndex(files: Files | string): IndexStore {
  const index = createRepositoryIndex();
  index.setFolders([repositoryRoot]);
  index.setOrigins([repositoryOrigin]);
  const entries = Object.entries(typeof files === "string" ? parseFixture(files).files : files);
  for (const [path] of entries) index.addPath(uriOf(path));
  for (const [path, text] of entries) if (isYamlPath(path)) index.setText(uriOf(path), text);
  index.markComplete();
  return index;
}

function isYamlPath(path: string): boolean {
  return /\.ya?ml$/.test(path) || isKustomizationFileName(path);
}
