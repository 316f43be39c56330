import { type Connection, DidChangeWatchedFilesNotification } from "vscode-languageserver";
import { baseName, directoryOf } from "../core/text/uri.ts";
import type { WorkspaceFiles } from "./adapters/workspaceFiles.ts";

/**
 * Has the editor watch what says which branch is checked out, where that lies outside of the workspace folders: a folder
 * below the root of its repository, or one of several work trees.
 */
export async function watchGit(connection: Connection, workspace: WorkspaceFiles): Promise<void> {
  const files = await workspace.outerGitFiles();
  if (files.length === 0) return;
  const watchers = files.map((uri) => ({ globPattern: { baseUri: directoryOf(uri), pattern: baseName(uri) } }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}
