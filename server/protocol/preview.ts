/** Zero-based line and UTF-16 character, as in LSP. */
interface Position {
  readonly line: number;
  readonly character: number;
}

/** Which state of the files a preview shows: the editor's buffers and the disk, or the last commit. */
export type PreviewRevision = "workingCopy" | "head";

/**
 * The manifest of an object whose controller deploys a directory: the preview then shows what the controller applies. It
 * is named by what is written, so that edits around it do not matter.
 */
export interface PreviewDeployer {
  /** The file of the manifest. */
  readonly uri: string;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** `gitops/preview/render`: renders a kustomize directory. */
export const renderPreviewRequest = "gitops/preview/render";

/** What to render. A preview that stays open sends the same `key` again; it is told when an input changes. */
export interface RenderPreviewParams {
  /** Names the preview; of several requests with one key only the last is answered with text. */
  readonly key: string;
  /** URI of the directory to render. */
  readonly directory: string;
  /** Absent: exactly what `kustomize build` prints. */
  readonly deployer?: PreviewDeployer;
  readonly revision: PreviewRevision;
  /** `comments` puts what is rendered, from what and how long it took above the text; comparisons leave it out. */
  readonly header: "comments" | "none";
}

/**
 * What the preview shows. `text` is never empty: where nothing could be rendered it says why, as YAML comments.
 * `superseded` means that a newer request of the same key took over: keep what is shown.
 */
export interface RenderPreviewResult {
  readonly kind: "rendered" | "failed" | "superseded";
  readonly text: string;
  /** Time of the render in milliseconds. */
  readonly milliseconds: number;
  /** How many files went in. */
  readonly files: number;
}

/** `gitops/preview/close`: nobody looks at the preview of this key any more. */
export const closePreviewNotification = "gitops/preview/close";

/** Params of {@link closePreviewNotification}. */
export interface ClosePreviewParams {
  readonly key: string;
}

/** `gitops/preview/changed` (from the server): an input of these previews changed, ask for them again. */
export const previewChangedNotification = "gitops/preview/changed";

/** Params of {@link previewChangedNotification}. */
export interface PreviewChangedParams {
  readonly keys: readonly string[];
}

/** `gitops/preview/targets`: which directories can be rendered for a place in a file; without one, all of the workspace. */
export const previewTargetsRequest = "gitops/preview/targets";

/** Params of {@link previewTargetsRequest}; without `uri` every directory with a kustomization file is listed. */
export interface PreviewTargetsParams {
  readonly uri?: string;
  readonly position?: Position;
}

/** A directory that can be rendered. */
export interface PreviewTarget {
  /** URI of the directory. */
  readonly directory: string;
  /** Whose changes count; absent for the directory as kustomize builds it. */
  readonly deployer?: PreviewDeployer;
  /** Its path below the workspace folder, for people. */
  readonly label: string;
  /** Why it is offered, for example the Flux Kustomization that names it. */
  readonly detail?: string;
}
