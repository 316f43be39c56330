import { kustomizationFileNames } from "../manifest/manifest.ts";
import { baseName, directoryOf, isWithin } from "../text/uri.ts";

/** The files and directories that exist, as told one by one. */
export class PathTree {
  readonly #files = new Set<string>();
  /** Directory to the names in it; directories have a trailing slash. */
  readonly #children = new Map<string, Set<string>>();
  readonly #kustomizeRoots = new Map<string, string>();

  /** Directories above a workspace folder are not known, so climbing ends there. */
  folders: readonly string[] = [];

  get kustomizeRoots(): ReadonlyMap<string, string> {
    return this.#kustomizeRoots;
  }

  hasFile(uri: string): boolean {
    return this.#files.has(uri);
  }

  hasDirectory(uri: string): boolean {
    return this.#children.has(uri);
  }

  children(directory: string): readonly string[] {
    return [...(this.#children.get(directory) ?? [])].sort();
  }

  /** Adds a file with its directories; the paths that are new. */
  add(uri: string): readonly string[] {
    if (this.#files.has(uri)) return [];
    this.#files.add(uri);
    const added = [uri];
    if (!uri.includes("://")) return added;
    this.#link(uri, baseName(uri), added);
    this.#refreshKustomizeRoot(uri);
    return added;
  }

  /** Removes a file, or a directory with everything below; the paths that are gone, emptied directories included. */
  remove(uri: string): readonly string[] {
    const removed: string[] = [];
    if (this.#files.has(uri)) this.#removeFile(uri, removed);
    else if (this.#children.has(uri)) this.#removeBelow(uri, removed);
    return removed;
  }

  #removeBelow(directory: string, removed: string[]): void {
    const files = [...this.#files].filter((file) => isWithin(file, directory));
    for (const file of files) this.#removeFile(file, removed);
  }

  #removeFile(uri: string, removed: string[]): void {
    this.#files.delete(uri);
    removed.push(uri);
    this.#unlink(uri, baseName(uri), removed);
    this.#refreshKustomizeRoot(uri);
  }

  #link(uri: string, name: string, added: string[]): void {
    const directory = directoryOf(uri);
    const names = this.#children.get(directory);
    if (names) {
      names.add(name);
      return;
    }
    this.#children.set(directory, new Set([name]));
    added.push(directory);
    if (!this.#isTop(directory)) this.#link(directory, `${baseName(directory)}/`, added);
  }

  #unlink(uri: string, name: string, removed: string[]): void {
    const directory = directoryOf(uri);
    const names = this.#children.get(directory);
    names?.delete(name);
    if (!names || names.size > 0 || this.folders.includes(directory)) return;
    this.#children.delete(directory);
    removed.push(directory);
    if (!this.#isTop(directory)) this.#unlink(directory, `${baseName(directory)}/`, removed);
  }

  #isTop(directory: string): boolean {
    return this.folders.includes(directory) || directoryOf(directory) === directory;
  }

  #refreshKustomizeRoot(uri: string): void {
    if (!kustomizationFileNames.includes(baseName(uri))) return;
    const directory = directoryOf(uri);
    const file = kustomizationFileNames.map((name) => `${directory}/${name}`).find((each) => this.#files.has(each));
    if (file === undefined) this.#kustomizeRoots.delete(directory);
    else this.#kustomizeRoots.set(directory, file);
  }
}
