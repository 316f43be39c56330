import { readFile } from "node:fs/promises";
import type { RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import type { FileSource } from "../../features/preview/fileSource.ts";
import type { FileContent } from "../../features/renderer.ts";
import { pathOfUri } from "./fileScan.ts";

/** The files as the user sees them: unsaved buffers first, then what the index holds, then the disk. */
export function createWorkingCopy(index: RepositoryIndex): FileSource {
  return {
    hasFile: (uri) => index.hasFile(uri),
    hasDirectory: (uri) => index.hasDirectory(uri),
    children: (uri) => index.children(uri),
    async read(uri) {
      return index.text(uri) ?? readDisk(uri);
    },
  };
}

/** The content of a file on disk: text when it is UTF-8, bytes otherwise, undefined when it is gone. */
export async function readDisk(uri: string): Promise<FileContent | undefined> {
  const path = pathOfUri(uri);
  if (path === undefined) return undefined;
  try {
    return asContent(await readFile(path));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Bytes as text where they are UTF-8. */
export function asContent(bytes: Uint8Array): FileContent {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR");
}
