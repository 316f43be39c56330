import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { RepositoryOrigin } from "../../core/graph/repositoryIndex.ts";
import { uriOfPath } from "./fileScan.ts";

/** Where Git keeps what it knows of a work tree. */
interface GitFolders {
  /** The root of the work tree. */
  readonly root: string;
  /** What belongs to this work tree alone: `HEAD` and the index. */
  readonly own: string;
  /** What all work trees of the repository share: configuration and refs. The same as `own` in most repositories. */
  readonly common: string;
}

/**
 * The Git repository that a folder lies in: its root, the URLs of its remotes, the branch and the commit that are checked
 * out, read from the files in `.git` (also where `.git` is a file that points elsewhere, as in a work tree or submodule).
 * Undefined outside of a repository. No process is started.
 */
export async function readGitOrigin(folder: string): Promise<RepositoryOrigin | undefined> {
  const folders = await gitFoldersOf(folder);
  if (!folders) return undefined;
  const [head, config, packed] = await Promise.all([
    textOf(join(folders.own, "HEAD")),
    textOf(join(folders.common, "config")),
    textOf(join(folders.common, "packed-refs")),
  ]);
  const refs = packedRefs(packed ?? "");
  const branch = branchIn(head);
  const commit = hashIn(head) ?? (branch === undefined ? undefined : await commitOf(folders, branch, refs));
  const defaultBranch = await remoteDefault(folders, config ?? "");
  return {
    root: uriOfPath(folders.root),
    remotes: remoteUrls(config ?? ""),
    branch,
    ...(commit !== undefined && { commit }),
    ...(defaultBranch !== undefined && { defaultBranch }),
  };
}

/** The files that change with the branch, the commit or the remotes; empty outside of a repository. */
export async function gitFilesOf(folder: string): Promise<readonly string[]> {
  const folders = await gitFoldersOf(folder);
  if (!folders) return [];
  // `logs/HEAD` gets a line with whatever HEAD is moved to, a commit included (git-config core.logAllRefUpdates).
  return [
    join(folders.own, "HEAD"),
    join(folders.own, "logs", "HEAD"),
    join(folders.common, "config"),
    join(folders.common, "packed-refs"),
  ];
}

/** The values of `url` in the `[remote "…"]` sections of a Git configuration. */
export function remoteUrls(config: string): readonly string[] {
  return remotesIn(config).flatMap(({ url }) => url ?? []);
}

function remotesIn(config: string): readonly { readonly name: string; readonly url: string | undefined }[] {
  const found: { readonly name: string; readonly url: string | undefined }[] = [];
  let remote: string | undefined;
  for (const line of config.split(/\r?\n/)) {
    const section = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (section !== undefined) {
      remote = section.startsWith("remote ") ? /"(.*)"/.exec(section)?.[1] : undefined;
      if (section.startsWith("remote ")) remote ??= "";
    }
    const url = remote === undefined ? undefined : /^\s*url\s*=\s*(.+?)\s*$/.exec(line)?.[1];
    if (remote !== undefined && url) found.push({ name: remote, url });
  }
  return found;
}

/** The branch that `HEAD` points to. Repositories with reftables have a name there that no branch can have. */
function branchIn(head: string | undefined): string | undefined {
  const name = /^ref: refs\/heads\/(.+)$/m.exec(head ?? "")?.[1]?.trim();
  return name === ".invalid" ? undefined : name;
}

/** The commit of a branch: a file of its own, or a line among the packed ones. */
async function commitOf(
  { common }: GitFolders,
  branch: string,
  packed: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const ref = `refs/heads/${branch}`;
  return hashIn(await textOf(join(common, ref))) ?? packed.get(ref);
}

/** What a clone was told is the default branch of the remote: `origin` if there is one, else the only remote. */
async function remoteDefault({ common }: GitFolders, config: string): Promise<string | undefined> {
  const names = [...new Set(remotesIn(config).map(({ name }) => name))];
  const remote = names.includes("origin") ? "origin" : names.length === 1 ? names[0] : undefined;
  if (!remote) return undefined;
  const prefix = `refs/remotes/${remote}/`;
  const target = /^ref: (.+)$/m.exec((await textOf(join(common, prefix, "HEAD"))) ?? "")?.[1]?.trim();
  return target?.startsWith(prefix) ? target.slice(prefix.length) : undefined;
}

/** `<hash> <ref>` lines; those that begin with `^` tell the commit behind an annotated tag. */
function packedRefs(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, hash = "", ref = ""] of text.matchAll(/^([0-9a-f]{40,64}) (refs\/heads\/.+?)\r?$/gm))
    found.set(ref, hash);
  return found;
}

function hashIn(text: string | undefined): string | undefined {
  return /^[0-9a-f]{40,64}$/.exec(text?.trim() ?? "")?.[0];
}

async function gitFoldersOf(folder: string): Promise<GitFolders | undefined> {
  const found = await findGitDirectory(folder);
  return found && { root: found.root, own: found.gitDirectory, common: await commonDirectory(found.gitDirectory) };
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
