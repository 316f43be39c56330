import { Disposable, EventEmitter, type TextDocumentContentProvider, Uri, workspace } from "vscode";
import {
  type ClosePreviewParams,
  closePreviewNotification,
  type PreviewChangedParams,
  type PreviewDeployer,
  type PreviewRevision,
  previewChangedNotification,
  type RenderPreviewParams,
  type RenderPreviewResult,
  renderPreviewRequest,
} from "../../server/protocol/preview.ts";
import { isDeployer } from "../commands/pickOverlay.ts";
import type { ClientContext, Feature } from "../feature.ts";

/** Scheme of the read-only documents that show a rendered overlay. */
export const renderedScheme = "gitops-rendered";

/** Which rendered overlay a document shows. */
export interface RenderedTarget {
  /** URI of the directory. */
  readonly directory: string;
  /** The manifest whose controller applies it; absent for what kustomize builds. */
  readonly deployer?: PreviewDeployer;
  readonly revision: PreviewRevision;
  /** Comments above the YAML that say what it is; without them two documents can be compared. */
  readonly header: "comments" | "none";
}

/** The URI of the document for a target. Its path ends in the directory's name, for the editor's tab. */
export function renderedUri(target: RenderedTarget): Uri {
  const name = Uri.parse(target.directory).path.split("/").slice(-2).join("/");
  const deployer = target.deployer ? ` as ${target.deployer.name}` : "";
  const suffix = target.revision === "head" ? `${deployer} (HEAD)` : deployer;
  return Uri.from({ scheme: renderedScheme, path: `/${name}${suffix}.rendered.yaml`, query: JSON.stringify(target) });
}

/** Serves the documents of rendered overlays and keeps them up to date while their inputs change. */
export const renderedDocuments: Feature = (context) => {
  const provider = new RenderedDocuments(context);
  return Disposable.from(
    provider,
    workspace.registerTextDocumentContentProvider(renderedScheme, provider),
    workspace.onDidCloseTextDocument(({ uri }) => provider.close(uri)),
    context.server.client.onNotification(previewChangedNotification, ({ keys }: PreviewChangedParams) =>
      provider.refresh(keys),
    ),
  );
};

class RenderedDocuments implements TextDocumentContentProvider, Disposable {
  readonly #context: ClientContext;
  readonly #changed = new EventEmitter<Uri>();
  readonly #lastGood = new Map<string, string>();
  readonly #shown = new Map<string, string>();
  readonly onDidChange = this.#changed.event;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const key = uri.toString();
    const target = targetOf(uri);
    if (!target) return "# This address names no overlay. Open the preview from a kustomization file again.\n";
    const params: RenderPreviewParams = { key, ...target };
    await this.#context.server.start();
    const result: RenderPreviewResult = await this.#context.server.client.sendRequest(renderPreviewRequest, params);
    const text = this.#textFor(key, result, target);
    this.#shown.set(key, text);
    return text;
  }

  refresh(keys: readonly string[]): void {
    for (const key of keys) this.#changed.fire(Uri.parse(key));
  }

  close(uri: Uri): void {
    if (uri.scheme !== renderedScheme) return;
    const key = uri.toString();
    this.#lastGood.delete(key);
    this.#shown.delete(key);
    const params: ClosePreviewParams = { key };
    this.#context.server.client
      .sendNotification(closePreviewNotification, params)
      .catch((error: unknown) => this.#context.log.warn("The server was not told that a preview is closed", error));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** A mistake half-typed must not blank the page: the last good render stays below the message. */
  #textFor(key: string, result: RenderPreviewResult, { header }: RenderedTarget): string {
    if (result.kind === "superseded") return this.#shown.get(key) ?? "";
    if (result.kind === "rendered") {
      this.#lastGood.set(key, result.text);
      return result.text;
    }
    const last = this.#lastGood.get(key);
    return last === undefined || header === "none"
      ? result.text
      : `${result.text}#\n# Below is the last render that worked.\n${last}`;
  }
}

function targetOf(uri: Uri): RenderedTarget | undefined {
  const data: unknown = JSON.parse(uri.query || "null");
  if (typeof data !== "object" || data === null || !("directory" in data)) return undefined;
  if (typeof data.directory !== "string") return undefined;
  return {
    directory: data.directory,
    ...("deployer" in data && isDeployer(data.deployer) && { deployer: data.deployer }),
    revision: "revision" in data && data.revision === "head" ? "head" : "workingCopy",
    header: "header" in data && data.header === "none" ? "none" : "comments",
  };
}
