import { Disposable, EventEmitter, FileDecoration, type FileDecorationProvider, Uri, window, workspace } from "vscode";
import {
  type ClusterFile,
  type ClusterItem,
  type ClusterStatus,
  clusterFilesRequest,
} from "../../server/protocol/cluster.ts";
import type { ItemsChange } from "../cluster/clusterModel.ts";
import { keyOf, pathOf, wordsOf } from "../cluster/identity.ts";
import { statusColor } from "../cluster/statusLook.ts";
import type { ClientContext, Feature } from "../feature.ts";

/** The marks follow changes after this time at the earliest. Milliseconds. */
const pace = 1500;

/** Statuses that are marked; what is under way or suspended on purpose is not. */
const letters: Readonly<Partial<Record<ClusterStatus, string>>> = { Degraded: "✗", Stalled: "⊘", OutOfSync: "≠" };

/** Marks the files in the Explorer whose live objects are not as they should be. */
export const clusterBadges: Feature = (context) => {
  const badges = new Badges(context);
  return Disposable.from(
    badges,
    window.registerFileDecorationProvider(badges),
    context.cluster.onDidChangeItems((change) => badges.follow(change)),
    // A file may declare other objects now.
    workspace.onDidSaveTextDocument(({ languageId }) => {
      if (languageId === "yaml" && context.cluster.connections.length > 0) badges.updateSoon();
    }),
  );
};

class Badges implements FileDecorationProvider, Disposable {
  readonly #context: ClientContext;
  readonly #changed = new EventEmitter<Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  /** Letters of the objects that have one, by their keys. */
  readonly #marked = new Map<string, string>();
  #files = new Map<string, ClusterFile>();
  #timer: NodeJS.Timeout | undefined;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    const item = this.#files.get(uri.toString())?.item;
    const letter = item && letters[item.status];
    if (item === undefined || letter === undefined) return undefined;
    const text = `${item.title} ${pathOf(item)} in ${item.context}: ${wordsOf(item)}`;
    return new FileDecoration(letter, text, statusColor(item.status));
  }

  /** Takes in what changed; the server is only asked when an object is marked differently now. */
  follow({ changed, removed, reset }: ItemsChange): void {
    const before = this.#marked.size;
    if (reset) this.#marked.clear();
    const gone = removed.filter((item) => this.#marked.delete(keyOf(item)));
    const all = reset ? [...this.#context.cluster.items] : changed;
    const different = all.filter((item) => this.#mark(item));
    if (different.length + gone.length > 0 || (reset && before > 0)) this.updateSoon();
  }

  /** Asks the server which files to mark, after a while. */
  updateSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#update().catch((error: unknown) => this.#context.log.warn("Files could not be marked", error));
    }, pace);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }

  #mark(item: ClusterItem): boolean {
    const key = keyOf(item);
    const letter = letters[item.status];
    if (this.#marked.get(key) === letter) return false;
    if (letter === undefined) this.#marked.delete(key);
    else this.#marked.set(key, letter);
    return true;
  }

  async #update(): Promise<void> {
    const { cluster, server } = this.#context;
    const files =
      cluster.connections.length === 0
        ? []
        : await server.client.sendRequest<readonly ClusterFile[]>(clusterFilesRequest);
    const before = this.#files;
    this.#files = new Map(files.map((file) => [Uri.parse(file.uri).toString(), file]));
    const uris = [...new Set([...before.keys(), ...this.#files.keys()])];
    const look = (file: ClusterFile | undefined) => file && `${file.item.status} ${wordsOf(file.item)}`;
    const different = uris.filter((uri) => look(before.get(uri)) !== look(this.#files.get(uri)));
    if (different.length > 0) this.#changed.fire(different.map((uri) => Uri.parse(uri)));
  }
}
