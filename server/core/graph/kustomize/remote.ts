/** What kustomize takes an entry of `resources`, `components` and the like for. */
export type EntryPlace =
  | { readonly type: "repository"; readonly ref: string | undefined }
  | { readonly type: "url" }
  | { readonly type: "absolute" }
  | { readonly type: "local" };

/**
 * Where an entry points, by kustomize's own rules (api/internal/git/repospec.go NewRepoSpecFromURL and
 * api/internal/loader IsRemoteFile): an entry that reads as a repository is one even if a directory had that name.
 */
export function placeOfEntry(entry: string): EntryPlace {
  if (entry.startsWith("/")) return { type: "absolute" };
  if (/^https?:\/\//.test(entry) && /\.(?:ya?ml|json)$/i.test(withoutQuery(entry))) return { type: "url" };
  const repository = readRepository(entry);
  if (repository) return repository;
  return { type: /^https?:\/\//.test(entry) ? "url" : "local" };
}

/** Whether kustomize reads the entry from the file system. */
export function isLocalEntry(entry: string): boolean {
  return placeOfEntry(entry).type === "local";
}

function readRepository(entry: string): EntryPlace | undefined {
  const [address = "", query = ""] = splitOnce(entry, "?");
  const rest = afterHost(address);
  if (rest === undefined || !namesRepository(rest.path, rest.isFile)) return undefined;
  return { type: "repository", ref: refOf(query) };
}

function afterHost(address: string): { readonly path: string; readonly isFile: boolean } | undefined {
  const plain = address.replace(/^git::/i, "");
  const scheme = /^(?:ssh|https?|file):\/\//i.exec(plain)?.[0].toLowerCase() ?? "";
  const withoutScheme = plain.slice(scheme.length);
  if (scheme === "file://") return { path: withoutScheme, isFile: true };
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(withoutScheme)?.[0] ?? "";
  const hostAndPath = withoutScheme.slice(user.length);
  const isGithub = /^github\.com[/:]/i.test(hostAndPath);
  const isScpStyle = scheme === "" && (user !== "" || isGithub);
  if (scheme === "" && !isScpStyle) return undefined;
  const end = hostEnd(hostAndPath, isScpStyle);
  if (end < 0) return hostAndPath === "" ? undefined : { path: "", isFile: false };
  return { path: hostAndPath.slice(end + 1), isFile: false };
}

function hostEnd(hostAndPath: string, isScpStyle: boolean): number {
  const slash = hostAndPath.indexOf("/");
  const colon = isScpStyle ? hostAndPath.indexOf(":") : -1;
  if (slash < 0) return colon;
  return colon > 0 && colon < slash ? colon : slash;
}

/** A path names a repository with an explicit mark (`_git/`, `//`, `.git`) or with an owner and a name. */
function namesRepository(path: string, isFile: boolean): boolean {
  const repositoryAndRoot =
    /^(.*?_git\/[^/]*)\/?(.*)$/.exec(path) ?? /^(.*?)\/\/(.*)$/.exec(path) ?? /^(.*?\.git)(.*)$/.exec(path);
  if (repositoryAndRoot) return repositoryAndRoot[1] !== "" && !/^\/?\.\.(?:\/|$)/.test(repositoryAndRoot[2] ?? "");
  return isFile ? path !== "" : path.split("/").length >= 2;
}

function refOf(query: string): string | undefined {
  const values = new Map(query.split("&").map((part) => splitOnce(part, "=")));
  return values.get("ref") || values.get("version") || undefined;
}

function withoutQuery(entry: string): string {
  return splitOnce(entry, "?")[0];
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
