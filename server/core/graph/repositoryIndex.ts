import type { YamlDocument, YamlFile } from "../manifest/document.ts";
import type { GroupVersionKind, Manifest } from "../manifest/manifest.ts";
import type { Span } from "../text/span.ts";

/**
 * What is kept of every declared object of the repository, open or not: small, without the syntax tree.
 * Spans are file offsets.
 */
export interface DeclaredObject {
  readonly uri: string;
  /** Which document of the file, counted from 0. */
  readonly ordinal: number;
  readonly gvk: GroupVersionKind;
  readonly name: string;
  /** The namespace as written; undefined when the manifest leaves it out. */
  readonly namespace: string | undefined;
  readonly nameSpan: Span;
  /** The whole document. */
  readonly span: Span;
}

/** Selects declared objects; an absent field matches everything. `namespace: ""` selects objects that write none. */
export interface ObjectQuery {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** What an update changed, so that only dependants are looked at again. */
export interface IndexChange {
  /** Identities that appeared, disappeared or moved, as `group/kind/namespace/name`. */
  readonly identities: readonly string[];
  /** Paths that appeared or disappeared. */
  readonly paths: readonly string[];
  /** Files whose text changed. */
  readonly texts: readonly string[];
}

/** The repository a folder was cloned from, read from `.git`. */
export interface RepositoryOrigin {
  /** URI of the work tree's root, without a trailing slash. */
  readonly root: string;
  readonly remotes: readonly string[];
  /** The branch that is checked out; undefined when none is (detached HEAD) or nobody knows. */
  readonly branch: string | undefined;
  /** The commit that is checked out, as 40 or 64 hexadecimal digits; absent where it is not known. */
  readonly commit?: string;
  /** The branch that the remote calls its default one, as the clone was told; absent where it is not known. */
  readonly defaultBranch?: string;
}

/**
 * What the whole workspace holds, as values: files and directories that exist, the text of YAML files, declared objects.
 * Pure: whoever owns the outside world feeds it through `RepositoryIndexWriter`.
 */
export interface RepositoryIndex {
  /** Goes up when an identity, a label that a rule may read, or a path appears or disappears. */
  readonly structureRevision: number;
  /** Goes up when a file or directory appears or disappears, or when folders or origins change. */
  readonly pathRevision: number;
  /** Goes up with every change of any text. */
  readonly contentRevision: number;
  /** False while the workspace is still being read: findings that need the whole workspace wait. */
  readonly complete: boolean;
  readonly origins: readonly RepositoryOrigin[];
  /** Workspace folders, URIs without trailing slash. */
  readonly folders: readonly string[];
  hasFile(uri: string): boolean;
  hasDirectory(uri: string): boolean;
  /** Names of files and directories (these with a trailing slash) directly in a directory. */
  children(directoryUri: string): readonly string[];
  /** The parsed file, unsaved buffers first; undefined when it does not exist or is no YAML. */
  file(uri: string): YamlFile | undefined;
  /** The text of a file that the index holds (YAML of the workspace); undefined otherwise. */
  text(uri: string): string | undefined;
  /** The manifests of a file with their document entries. */
  manifests(uri: string): readonly ManifestEntry[];
  /** The manifest of one document of a file, found without looking at the others. */
  manifestAt(uri: string, ordinal: number): ManifestEntry | undefined;
  /** Declared objects that fit the query; indexed by kind and by name, so a precise query is cheap. */
  objects(query: ObjectQuery): readonly DeclaredObject[];
  /** Every YAML file of the workspace. */
  yamlFiles(): Iterable<string>;
  /** The directories that hold a kustomization file, with that file. */
  kustomizeRoots(): ReadonlyMap<string, string>;
  /**
   * Whether the index would know a path if it existed: it lies in a workspace folder. Only then does `hasFile` or
   * `hasDirectory` answering false mean that something is missing.
   */
  covers(uri: string): boolean;
  /**
   * Stands for the text of a file: the very same object as long as the text stays the same, so that what was computed
   * from it can be kept in a `WeakMap`. Undefined when the index holds no text.
   */
  stamp(uri: string): object | undefined;
}

/**
 * What the owner of the outside world tells the index. URIs are in the form of `normalizeUri`. Each call says what it
 * changed; nothing here reads a file.
 */
export interface RepositoryIndexWriter {
  setFolders(folders: readonly string[]): IndexChange;
  setOrigins(origins: readonly RepositoryOrigin[]): IndexChange;
  /** Tells that a file exists, YAML or not; its directories come with it. */
  addPath(uri: string): IndexChange;
  /** Tells that a file, or a directory with everything below it, is gone, texts on disk included. */
  removePath(uri: string): IndexChange;
  /**
   * Tells the text of a file, which then exists. With `open` it is an editor's buffer: it wins over the text on disk
   * until `closeText`, and its syntax tree is kept.
   */
  setText(uri: string, content: string | YamlFile, options?: { readonly open?: boolean }): IndexChange;
  /** Tells that no editor holds the file any more: the text on disk counts again. */
  closeText(uri: string): IndexChange;
  /** Forgets the text on disk; the file itself still exists. */
  removeText(uri: string): IndexChange;
  /** Tells that every path and text of the workspace has been told once. */
  markComplete(): IndexChange;
}

/** A manifest at its place in the file. */
export interface ManifestEntry {
  readonly ordinal: number;
  readonly offset: number;
  readonly document: YamlDocument;
  readonly manifest: Manifest;
}
