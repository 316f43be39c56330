import type { YamlFile } from "../manifest/document.ts";

/**
 * Keeps the syntax trees of the files asked for last, up to a sum of characters; trees are many times that size. Files
 * whose trees are held anyway do not count, and stay until their text changes.
 */
export class TreeCache {
  readonly #held = new Map<string, YamlFile>();
  readonly #files = new Map<string, { readonly file: YamlFile; readonly size: number }>();
  readonly #budget: number;
  #size = 0;
  /** The one that was asked for last, which most questions are about. */
  #newest = "";

  /** `budget` is the sum of the lengths of the texts whose trees are kept. */
  constructor(budget: number) {
    this.#budget = budget;
  }

  get(uri: string): YamlFile | undefined {
    const held = this.#held.get(uri);
    if (held) return held;
    const entry = this.#files.get(uri);
    if (entry && uri !== this.#newest) {
      this.#files.delete(uri);
      this.#files.set(uri, entry);
      this.#newest = uri;
    }
    return entry?.file;
  }

  /** Keeps the tree of a file that something else holds as well. */
  hold(uri: string, file: YamlFile): void {
    this.delete(uri);
    this.#held.set(uri, file);
  }

  set(uri: string, file: YamlFile, size: number): void {
    this.delete(uri);
    this.#files.set(uri, { file, size });
    this.#newest = uri;
    this.#size += size;
    for (const oldest of this.#files.keys()) {
      if (this.#size <= this.#budget || oldest === uri) return;
      this.delete(oldest);
    }
  }

  delete(uri: string): void {
    this.#held.delete(uri);
    this.#size -= this.#files.get(uri)?.size ?? 0;
    this.#files.delete(uri);
  }
}
