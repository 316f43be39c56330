import { existsSync, readdirSync, statSync } from "node:fs";
import type { FileSource } from "../../features/preview/fileSource.ts";
import { pathOfUri } from "./fileScan.ts";
import { readDisk } from "./workingCopy.ts";

/** The files on disk and nothing else, looked up when asked for: for one render of the command line. */
export function createDiskSource(): FileSource {
  return {
    hasFile: (uri) => kindOf(uri) === "file",
    hasDirectory: (uri) => kindOf(uri) === "directory",
    children: (uri) => {
      const path = pathOfUri(uri);
      if (path === undefined || !existsSync(path)) return [];
      return readdirSync(path, { withFileTypes: true }).map((entry) =>
        entry.isDirectory() ? `${entry.name}/` : entry.name,
      );
    },
    read: readDisk,
  };
}

function kindOf(uri: string): "file" | "directory" | undefined {
  const path = pathOfUri(uri);
  const stats = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return "file";
  return stats?.isDirectory() ? "directory" : undefined;
}
