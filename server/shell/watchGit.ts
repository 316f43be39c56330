import type { FileSystemWatcher } from "vscode-languageserver";
import { baseName, directoryOf } from "../core/text/uri.ts";
import type { WorkspaceFiles } from "./adapters/workspaceFiles.ts";

/**
 * What the editor is asked to watch so that it tells when another branch is checked out, where that is written outside of
 * the workspace folders: for a folder below the root of its repository, or one of several work trees.
 */
export async function gitWatchers(workspace: Pick<WorkspaceFiles, "outerGitFiles">): Promise<FileSystemWatcher[]> {
  const files = await workspace.outerGitFiles();
  return files.map((uri) => ({ globPattern: { baseUri: directoryOf(uri), pattern: baseName(uri) } }));
}
