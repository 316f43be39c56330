import { Disposable, EventEmitter, FileDecoration, type FileDecorationProvider, Uri, window } from "vscode";
import { type ClusterFile, type ClusterStatus, clusterFilesRequest } from "../../server/protocol/cluster.ts";
import { pathOf, wordsOf } from "../cluster/identity.ts";
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
    context.cluster.onDidChangeItems(() => badges.updateSoon()),
    context.cluster.onDidChangeConnections(() => badges.updateSoon()),
  );
};

class Badges implements FileDecorationProvider, Disposable {
  readonly #context: ClientContext;
  readonly #changed = new EventEmitter<Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
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
