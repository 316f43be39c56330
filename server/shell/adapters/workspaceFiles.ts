import type { IndexStore } from "../../core/graph/indexStore.ts";
import type { IndexChange, RepositoryOrigin } from "../../core/graph/repositoryIndex.ts";
import type { Logger } from "../../features/environment.ts";
import {
  backgroundDisk,
  type Disk,
  exists,
  isDirectory,
  isIgnored,
  pathOfUri,
  type ScanListener,
  scanFile,
  scanFolder,
  uriOfPath,
} from "./fileScan.ts";
import { gitFilesOf, readGitOrigin } from "./gitOrigin.ts";

/** What the owner of the files tells the rest of the server. */
export interface WorkspaceListener {
  readonly changed: (change: IndexChange) => void;
  /** How many files were read so far; called every few hundred files. */
  readonly progress?: (files: number) => void;
}

/** Keeps the index equal to the files on disk: reads folders once, then follows what the editor's watcher reports. */
export interface WorkspaceFiles {
  /** Reads all folders; the index is complete when it settles. Called again when folders are added or removed. */
  load(folders: readonly string[]): Promise<void>;
  /** Paths that were created, changed or deleted, in any mixture; what is really there now counts. */
  refresh(uris: readonly string[]): Promise<void>;
  /** The files of Git that tell what is checked out and that lie outside of the workspace folders: URIs. */
  outerGitFiles(): Promise<readonly string[]>;
}

const filesBetweenReports = 500;

/** Creates the owner of the files of a workspace. */
export function createWorkspaceFiles(
  index: IndexStore,
  logger: Logger,
  listener: WorkspaceListener,
  disk: Disk = backgroundDisk,
): WorkspaceFiles {
  const unread = new Set<string>();
  const outerGitFiles = new Set<string>();
  const scanListener = (onFiles: ScanListener["files"]): ScanListener => ({
    files: onFiles,
    failed: ({ path, reason }) => {
      if (unread.has(path)) return;
      unread.add(path);
      logger.warn(`${path} can't be read, so what it declares is unknown: ${reason}`);
    },
  });
  const store = (file: { readonly uri: string; readonly text: string | undefined }): IndexChange => {
    if (file.text !== undefined) return index.setText(file.uri, file.text);
    const added = index.addPath(file.uri);
    return merged([added, index.removeText(file.uri)]);
  };

  const scan = async (folder: string, report: (files: number) => void): Promise<void> => {
    const path = pathOfUri(folder);
    if (path === undefined) return;
    const listening = scanListener((files) => {
      const change = merged(files.map(store));
      report(files.length);
      listener.changed(change);
    });
    await scanFolder(path, listening, disk);
  };

  return {
    async load(folders) {
      const start = Date.now();
      const gone = index.folders.filter((folder) => !folders.includes(folder));
      const fresh = folders.filter((folder) => !index.folders.includes(folder));
      listener.changed(merged([index.setFolders(folders), ...gone.map((folder) => index.removePath(folder))]));
      listener.changed(index.setOrigins(await origins(folders)));
      let total = 0;
      let reported = 0;
      const report = (files: number): void => {
        total += files;
        if (total - reported < filesBetweenReports) return;
        reported = total;
        listener.progress?.(total);
      };
      for (const folder of fresh) await scan(folder, report);
      listener.changed(index.markComplete());
      logger.info(`Read ${total} files of ${fresh.length} folders in ${Date.now() - start} ms`);
    },
    async refresh(uris) {
      const changes: IndexChange[] = [];
      for (const uri of uris) {
        const path = pathOfUri(uri);
        if (path === undefined || isIgnored(path)) continue;
        if (!(await exists(path))) changes.push(index.removePath(uri));
        else if (await isDirectory(path)) {
          // What was a file before can't stay one, and below what was a directory nothing is left.
          if (index.hasFile(uri)) changes.push(index.removePath(uri));
          await scan(uri, () => undefined);
        } else {
          const file = await scanFile(
            path,
            scanListener(() => undefined),
          );
          if (file && index.hasDirectory(uri)) changes.push(index.removePath(uri));
          if (file) changes.push(store(file));
        }
      }
      if (uris.some((uri) => outerGitFiles.has(uri) || isGitFile(uri))) {
        changes.push(index.setOrigins(await origins(index.folders)));
      }
      listener.changed(merged(changes));
    },
    async outerGitFiles() {
      const paths = await Promise.all(index.folders.map((folder) => pathOfUri(folder)).map((path) => gitFiles(path)));
      outerGitFiles.clear();
      for (const uri of paths.flat().map(uriOfPath)) if (!index.covers(uri)) outerGitFiles.add(uri);
      return [...outerGitFiles];
    },
  };
}

async function origins(folders: readonly string[]): Promise<readonly RepositoryOrigin[]> {
  const found = await Promise.all(folders.map((folder) => originOf(folder)));
  const byRoot = new Map(found.filter((origin) => origin !== undefined).map((origin) => [origin.root, origin]));
  return [...byRoot.values()];
}

/** Whether a file of Git says which branch or commit is checked out, or what the repository was cloned from. */
function isGitFile(uri: string): boolean {
  return /\/\.git\/(?:.+\/)?(?:HEAD|config|packed-refs)$/.test(uri);
}

function gitFiles(folder: string | undefined): Promise<readonly string[]> | readonly string[] {
  return folder === undefined ? [] : gitFilesOf(folder);
}

async function originOf(folder: string): Promise<RepositoryOrigin | undefined> {
  const path = pathOfUri(folder);
  return path === undefined ? undefined : readGitOrigin(path);
}

/** Several changes as one. */
export function merged(changes: readonly IndexChange[]): IndexChange {
  return {
    identities: changes.flatMap((change) => change.identities),
    paths: changes.flatMap((change) => change.paths),
    texts: changes.flatMap((change) => change.texts),
  };
}

/** Whether a change touched anything at all. */
export function isEmpty(change: IndexChange): boolean {
  return change.identities.length === 0 && change.paths.length === 0 && change.texts.length === 0;
}
