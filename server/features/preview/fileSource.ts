import { normalizeUri } from "../../core/text/uri.ts";
import type { FileContent } from "../renderer.ts";

/**
 * The files a render may read, in one state: the working copy with unsaved buffers, or a commit. URIs are normalised.
 */
export interface FileSource {
  hasFile(uri: string): boolean;
  hasDirectory(uri: string): boolean;
  /** Names directly in a directory, directories with a trailing slash. */
  children(directoryUri: string): readonly string[];
  /** The content, unsaved buffers first; undefined when there is no such file. */
  read(uri: string): Promise<FileContent | undefined>;
}

/** The path that the engine uses for a URI: the decoded path of the URI, so that messages name real paths. */
export function enginePath(uri: string): string {
  return decodeURIComponent(uri.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, ""));
}

/** The URI behind a path of the engine, for files that are in the same place as `sibling`. */
export function uriOfEnginePath(path: string, sibling: string): string {
  const prefix = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(sibling)?.[0] ?? "file://";
  return normalizeUri(prefix + path.split("/").map(encodeURIComponent).join("/"));
}
