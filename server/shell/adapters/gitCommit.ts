import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { directoryOf, isWithin, joinUri } from "../../core/text/uri.ts";
import type { FileSource } from "../../features/preview/fileSource.ts";
import { pathOfUri } from "./fileScan.ts";
import { asContent } from "./workingCopy.ts";

const run = promisify(execFile);
const longest = 256 * 1024 * 1024;

/** The files of the last commit of a work tree, or why they can't be read. */
export type HeadFiles =
  | { readonly kind: "files"; readonly source: FileSource }
  | { readonly kind: "unavailable"; readonly message: string };

/**
 * Reads the tree of HEAD with the user's `git`, only when the user asked for a comparison. No hook, filter or monitor of
 * the repository is run by the two plumbing commands that are used.
 */
export async function readHead(root: string): Promise<HeadFiles> {
  const cwd = pathOfUri(root);
  if (cwd === undefined)
    return { kind: "unavailable", message: "This folder is not on disk, so it has no Git history." };
  try {
    const { stdout } = await run("git", ["ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD"], {
      cwd,
      maxBuffer: longest,
    });
    return {
      kind: "files",
      source: commitSource(
        root,
        cwd,
        stdout.split("\0").filter((name) => name !== ""),
      ),
    };
  } catch (error) {
    return { kind: "unavailable", message: explain(error, cwd) };
  }
}

function commitSource(root: string, cwd: string, names: readonly string[]): FileSource {
  const files = new Map(names.map((name) => [joinUri(root, name), name]));
  const directories = new Map<string, Set<string>>();
  for (const uri of files.keys()) {
    let child = uri;
    let isFile = true;
    for (let parent = directoryOf(child); isWithin(parent, root); parent = directoryOf(parent)) {
      const known = directories.get(parent) ?? new Set<string>();
      directories.set(parent, known.add(child.slice(parent.length + 1) + (isFile ? "" : "/")));
      if (parent === root) break;
      child = parent;
      isFile = false;
    }
  }
  return {
    hasFile: (uri) => files.has(uri),
    hasDirectory: (uri) => directories.has(uri),
    children: (uri) => [...(directories.get(uri) ?? [])].map((name) => decodeURIComponent(name)),
    async read(uri) {
      const name = files.get(uri);
      if (name === undefined) return undefined;
      const { stdout } = await run("git", ["cat-file", "blob", `HEAD:${name}`], {
        cwd,
        maxBuffer: longest,
        encoding: "buffer",
      });
      return asContent(stdout);
    },
  };
}

function explain(error: unknown, cwd: string): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes("ENOENT")) return "`git` is not on the PATH. Install Git to compare with the last commit.";
  if (text.includes("not a git repository"))
    return `${cwd} is not in a Git repository, so there is no commit to compare with.`;
  if (text.includes("HEAD")) return "This repository has no commit yet, so there is nothing to compare with.";
  return `Git can't read the last commit: ${text}`;
}
