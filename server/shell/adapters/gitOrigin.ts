import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { RepositoryOrigin } from "../../core/graph/repositoryIndex.ts";
import { uriOfPath } from "./fileScan.ts";

/**
 * The Git repository that a folder lies in: its root, the URLs of its remotes and the branch that is checked out, read
 * from the files in `.git` (also where `.git` is a file that points elsewhere, as in a work tree or submodule).
 * Undefined outside of a repository. No process is started.
 */
export async function readGitOrigin(folder: string): Promise<RepositoryOrigin | undefined> {
  const found = await findGitDirectory(folder);
  if (!found) return undefined;
  const [head, config] = await Promise.all([
    textOf(join(found.gitDirectory, "HEAD")),
    textOf(join(await commonDirectory(found.gitDirectory), "config")),
  ]);
  const branch = head === undefined ? undefined : /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1]?.trim();
  return { root: uriOfPath(found.root), remotes: remoteUrls(config ?? ""), branch };
}

/** The values of `url` in the `[remote "…"]` sections of a Git configuration. */
export function remoteUrls(config: string): readonly string[] {
  const urls: string[] = [];
  let isRemote = false;
  for (const line of config.split(/\r?\n/)) {
    const section = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (section !== undefined) isRemote = section.startsWith("remote ");
    const url = isRemote ? /^\s*url\s*=\s*(.+?)\s*$/.exec(line)?.[1] : undefined;
    if (url) urls.push(url);
  }
  return urls;
}

async function findGitDirectory(
  folder: string,
): Promise<{ readonly root: string; readonly gitDirectory: string } | undefined> {
  for (let directory = resolve(folder); ; directory = dirname(directory)) {
    const entry = join(directory, ".git");
    const kind = await kindOf(entry);
    if (kind === "directory") return { root: directory, gitDirectory: entry };
    if (kind === "file") {
      const target = /^gitdir: (.+)$/m.exec((await textOf(entry)) ?? "")?.[1]?.trim();
      if (target) return { root: directory, gitDirectory: isAbsolute(target) ? target : join(directory, target) };
    }
    if (directory === dirname(directory)) return undefined;
  }
}

async function commonDirectory(gitDirectory: string): Promise<string> {
  const common = (await textOf(join(gitDirectory, "commondir")))?.trim();
  return common === undefined ? gitDirectory : resolve(gitDirectory, common);
}

async function kindOf(path: string): Promise<"file" | "directory" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "directory" : "file";
  } catch {
    return undefined;
  }
}

/** The text of a small file; undefined when it cannot be read, which here only means "no Git information". */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}
