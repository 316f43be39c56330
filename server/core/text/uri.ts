/**
 * URIs as the one way to name a file. They are normalised where they enter (`normalizeUri`), so that equal files have
 * equal strings: the form that VS Code sends (lower-case scheme and drive letter, everything but unreserved characters
 * percent-encoded, no trailing slash). Apart from the drive letter, case is kept: Windows and macOS tell us paths as
 * they are on disk, and kustomize compares them byte by byte.
 */

/** The parts of a URI this product needs: `prefix` is `scheme://authority`, `path` starts with a slash. */
interface UriParts {
  readonly prefix: string;
  readonly path: string;
  readonly suffix: string;
}

const alreadyNormal = /^file:\/\/(?:\/[a-z]%3A)?(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/;

/** A path without `.`, `..`, empty segments and characters to encode. */
const plainPath = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/;

/** The one form of a URI; text that is no URI comes back unchanged. */
export function normalizeUri(uri: string): string {
  if (alreadyNormal.test(uri)) return uri;
  const parts = split(uri);
  if (!parts) return uri;
  const slashes = parts.prefix.startsWith("file:") ? parts.path.replaceAll("\\", "/") : parts.path;
  const segments = resolveSegments([], slashes.split("/").map(decode).map(lowerDrive));
  const path = segments.map(encodeSegment).join("/");
  return `${parts.prefix.toLowerCase()}/${path}${parts.suffix}`;
}

/**
 * The URI of a path as written in a manifest, counted from a directory; `.` and `..` are followed, never above the
 * root. Leading slashes do not count: whether a path may be absolute is the caller's question.
 */
export function joinUri(directory: string, relativePath: string): string {
  if (plainPath.test(relativePath) && alreadyNormal.test(directory)) return `${directory}/${relativePath}`;
  const parts = split(directory);
  if (!parts) return directory;
  const base = parts.path.split("/").filter((segment) => segment !== "");
  const added = relativePath.split("/").map(encodeSegment);
  return `${parts.prefix}/${resolveSegments(base, added).join("/")}`;
}

/** The directory that holds a file or directory; the root is its own directory. */
export function directoryOf(uri: string): string {
  const slash = uri.lastIndexOf("/");
  const start = rootLength(uri);
  return slash < start ? uri.slice(0, start) : uri.slice(0, slash);
}

/** The decoded last segment of a URI: the name of the file or directory. */
export function baseName(uri: string): string {
  return decode(uri.slice(uri.lastIndexOf("/") + 1));
}

/** The path to write in a manifest of the directory `from` so that it names `to`; `.` for the directory itself. */
export function relativePath(from: string, to: string): string {
  const base = pathSegments(from);
  const target = pathSegments(to);
  const shared = sharedLength(base, target);
  const up = base.slice(shared).map(() => "..");
  return [...up, ...target.slice(shared)].join("/") || ".";
}

/** Whether `uri` is the directory itself or lies somewhere below it. */
export function isWithin(uri: string, directory: string): boolean {
  return uri === directory || (uri.startsWith(directory) && (directory.endsWith("/") || uri[directory.length] === "/"));
}

/** The path below the innermost of some directories, for messages; the full path when it lies in none of them. */
export function displayPath(uri: string, directories: readonly string[]): string {
  const home = directories.filter((each) => isWithin(uri, each)).toSorted((a, b) => b.length - a.length)[0];
  return home === undefined ? `/${pathSegments(uri).join("/")}` : relativePath(home, uri);
}

/** Whether a path of a manifest starts at the root of a file system: `/x`, `C:\x` or `C:/x`. */
export function isAbsolutePath(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
}

function pathSegments(uri: string): readonly string[] {
  return (split(uri)?.path ?? uri)
    .split("/")
    .filter((segment) => segment !== "")
    .map(decode);
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((segment, at) => segment !== b[at]);
  return different < 0 ? a.length : different;
}

function split(uri: string): UriParts | undefined {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[^/?#\\]*)?)([^?#]*)(.*)$/s.exec(uri);
  if (!match) return undefined;
  const [, prefix = "", path = "", suffix = ""] = match;
  if (path !== "" && !/^[\\/]/.test(path)) return undefined;
  // file:/x is a legal way to write file:///x.
  return { prefix: prefix.endsWith(":") ? `${prefix}//` : prefix, path, suffix };
}

/** Length of `scheme://authority`, what a directory is never shorter than. */
function rootLength(uri: string): number {
  const authority = uri.indexOf("://");
  const slash = authority < 0 ? -1 : uri.indexOf("/", authority + 3);
  return slash < 0 ? uri.length : slash;
}

function resolveSegments(base: readonly string[], added: readonly string[]): readonly string[] {
  const result = [...base];
  for (const segment of added) {
    if (segment === "..") result.pop();
    else if (segment !== "" && segment !== ".") result.push(segment);
  }
  return result;
}

function lowerDrive(segment: string, at: number): string {
  return at === 1 && /^[A-Z]:$/.test(segment) ? segment.toLowerCase() : segment;
}

function encodeSegment(segment: string): string {
  if (/^[A-Za-z0-9._~-]*$/.test(segment)) return segment;
  const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(segment.toWellFormed()).replace(/[!'()*]/g, hex);
}

function decode(segment: string): string {
  if (!segment.includes("%")) return segment;
  // Sequences that are no UTF-8 stay as they are, so that every input has exactly one form.
  return segment.replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) => decodeBytes(bytes) ?? bytes);
}

function decodeBytes(bytes: string): string | undefined {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return undefined;
  }
}
