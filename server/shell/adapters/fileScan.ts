import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { joinUri, normalizeUri } from "../../core/text/uri.ts";

/** Directories that hold no manifests of the repository and can be very large. */
const ignoredDirectories: ReadonlySet<string> = new Set([
  ".git",
  "node_modules",
  ".terraform",
  ".terragrunt-cache",
  ".venv",
  "__pycache__",
  ".cache",
  ".direnv",
]);

/** Larger files are known by path only until they are opened: no manifest is that long. Bytes. */
export const largestFile = 5_000_000;

/** A file of the workspace; `text` is there for YAML that is not too large. */
export interface ScannedFile {
  readonly uri: string;
  readonly text: string | undefined;
}

/** A file or directory that could not be read, and why. */
export interface ScanFailure {
  readonly path: string;
  readonly reason: string;
}

/** How the disk is read: in the background beside other work, or at once, which is faster where nothing else waits. */
export interface Disk {
  realpath(path: string): Promise<string> | string;
  stat(path: string): Promise<Stats> | Stats;
  readdir(path: string): Promise<readonly Dirent[]> | readonly Dirent[];
  readText(path: string): Promise<string> | string;
}

/** Reads in the background: for the language server. */
export const backgroundDisk: Disk = {
  realpath: (path) => realpath(path),
  stat: (path) => stat(path),
  readdir: (path) => readdir(path, { withFileTypes: true }),
  readText: (path) => readFile(path, "utf8"),
};

/** Reads at once: for the command line. */
export const immediateDisk: Disk = {
  realpath: (path) => realpathSync(path),
  stat: (path) => statSync(path),
  readdir: (path) => readdirSync(path, { withFileTypes: true }),
  readText: (path) => readFileSync(path, "utf8"),
};

/** What is told while a folder is read. */
export interface ScanListener {
  /** Called with a batch of files, so that a large repository does not hold up requests. */
  readonly files: (files: readonly ScannedFile[]) => void;
  readonly failed: (failure: ScanFailure) => void;
}

/** The URI of a path in the one form that the index uses. */
export function uriOfPath(path: string): string {
  return normalizeUri(pathToFileURL(path).href);
}

/** The path of a `file:` URI; undefined for any other scheme. */
export function pathOfUri(uri: string): string | undefined {
  return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
}

/** Whether a file is YAML by its name, `Kustomization` without extension included. */
export function isYamlName(name: string): boolean {
  return /\.ya?ml$/i.test(name) || name === "Kustomization";
}

/** Whether a path lies in a directory that is left out, counted from a workspace folder. */
export function isIgnored(relativePath: string): boolean {
  return relativePath.split(/[\\/]/).some((segment) => ignoredDirectories.has(segment));
}

/** Under how many paths the content of one directory is read; more links to it than that are left out. */
const mostPaths = 8;

/** A directory to be read; `real` is its path without links, undefined where the disk has to be asked. */
interface WaitingDirectory {
  readonly directory: string;
  readonly real: string | undefined;
  readonly around: readonly string[];
}

/**
 * Reads a folder: every file's path, and the text of YAML. A directory is read under each path that leads to it, links
 * included, as kustomize may name any of them; links to a directory they lie in end there.
 */
export async function scanFolder(folder: string, listener: ScanListener, disk: Disk = backgroundDisk): Promise<void> {
  const paths = new Map<string, number>();
  const waiting: WaitingDirectory[] = [{ directory: folder, real: undefined, around: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { directory, around } = next;
    const real = next.real ?? (await orFailure(() => disk.realpath(directory), directory, listener));
    const known = paths.get(real ?? "") ?? 0;
    if (real === undefined || around.includes(real) || known >= mostPaths) continue;
    paths.set(real, known + 1);
    const { files, directories } = await listDirectory(directory, listener, disk);
    const uri = uriOfPath(directory);
    for (const { path, isLink } of directories) {
      const below = isLink ? undefined : join(real, path.slice(directory.length));
      waiting.push({ directory: path, real: below, around: [...around, real] });
    }
    for (let at = 0; at < files.length; at += 32) {
      const batch = files
        .slice(at, at + 32)
        .map((path) => readScanned(path, joinUri(uri, basename(path)), listener, disk));
      listener.files(await Promise.all(batch));
    }
  }
}

/** One file as the index wants it; undefined when it is gone or no regular file. */
export async function scanFile(path: string, listener: ScanListener): Promise<ScannedFile | undefined> {
  const stats = await orFailure(() => stat(path), path, listener);
  return stats?.isFile() ? readScanned(path, uriOfPath(path), listener, backgroundDisk) : undefined;
}

/** Whether a path is a directory now. */
export async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

/** Whether anything is at a path now, a dangling link included. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

async function listDirectory(
  directory: string,
  listener: ScanListener,
  disk: Disk,
): Promise<{
  readonly files: readonly string[];
  readonly directories: readonly { readonly path: string; readonly isLink: boolean }[];
}> {
  const entries = (await orFailure(() => disk.readdir(directory), directory, listener)) ?? [];
  const files: string[] = [];
  const directories: { readonly path: string; readonly isLink: boolean }[] = [];
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) directories.push({ path, isLink: false });
    else if (entry.isFile()) files.push(path);
    else if (entry.isSymbolicLink()) {
      const target = await orFailure(() => disk.stat(path), path, listener);
      if (target?.isDirectory()) directories.push({ path, isLink: true });
      else if (target?.isFile()) files.push(path);
    }
  }
  return { files, directories: directories.filter(({ path }) => !ignoredDirectories.has(basename(path))) };
}

async function readScanned(path: string, uri: string, listener: ScanListener, disk: Disk): Promise<ScannedFile> {
  if (!isYamlName(basename(path))) return { uri, text: undefined };
  const stats = await orFailure(() => disk.stat(path), path, listener);
  if (!stats || stats.size > largestFile) return { uri, text: undefined };
  return { uri, text: await orFailure(() => disk.readText(path), path, listener) };
}

/** A file that vanished meanwhile is no failure; everything else is told. */
async function orFailure<Value>(
  reading: () => Promise<Value> | Value,
  path: string,
  listener: ScanListener,
): Promise<Value | undefined> {
  try {
    return await reading();
  } catch (error) {
    if (!isAbsent(error)) listener.failed({ path, reason: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

function isAbsent(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "ELOOP";
}
