import type { FileContent, RenderInputs } from "../../../features/renderer.ts";

/** What has to be told to the engine so that its tree equals the inputs. */
export interface InputChange {
  readonly remove: readonly string[];
  readonly paths: readonly string[];
  readonly contents: readonly FileContent[];
  readonly directories: readonly string[];
  readonly links: Readonly<Record<string, string>>;
}

/** Remembers what the engine holds for one key, so that only differences cross the thread border. */
export class SentFiles {
  #files: ReadonlyMap<string, FileContent> = new Map();
  #directories: ReadonlySet<string> = new Set();
  #links: ReadonlyMap<string, string> = new Map();

  /** The change from what was sent to the inputs, which count as sent from now on. */
  advance(inputs: RenderInputs): InputChange {
    const { files, directories = new Set(), links = new Map() } = inputs;
    const changed = [...files].filter(([path, content]) => !isSame(this.#files.get(path), content));
    const change: InputChange = {
      remove: [...absent(this.#files, files), ...absent(this.#directories, directories), ...absent(this.#links, links)],
      paths: changed.map(([path]) => path),
      contents: changed.map(([, content]) => content),
      directories: [...absent(directories, this.#directories)],
      links: Object.fromEntries([...links].filter(([path, target]) => this.#links.get(path) !== target)),
    };
    // Copies, because the caller may go on changing its own collections.
    this.#files = new Map(files);
    this.#directories = new Set(directories);
    this.#links = new Map(links);
    return change;
  }
}

function absent(keys: Keyed, from: Keyed): readonly string[] {
  return [...keys.keys()].filter((key) => !from.has(key));
}

interface Keyed {
  keys(): Iterable<string>;
  has(key: string): boolean;
}

function isSame(before: FileContent | undefined, now: FileContent): boolean {
  if (before === now || before === undefined) return before === now;
  if (typeof before === "string" || typeof now === "string") return false;
  return before.length === now.length && before.every((byte, index) => byte === now[index]);
}
