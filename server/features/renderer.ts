import type { ControllerChanges } from "../core/kinds/renderChanges.ts";

/** Text, or bytes for files that are not UTF-8 (binary data of a generator). */
export type FileContent = string | Uint8Array;

/**
 * What a render may see. Paths are absolute and slash separated (`/repo/apps/prod/kustomization.yaml`,
 * `/C:/repo/...` on Windows); folders above a file exist without being listed.
 */
export interface RenderInputs {
  readonly files: ReadonlyMap<string, FileContent>;
  /** Folders that exist although none of their files is in `files`. */
  readonly directories?: ReadonlySet<string>;
  /** Symbolic links by their path; a relative target is relative to the folder of the link. */
  readonly links?: ReadonlyMap<string, string>;
}

/** One overlay to render. */
export interface RenderRequest extends RenderInputs {
  /**
   * Names the preview this is for. Of several requests with one key only the last is answered, the
   * others are cancelled; and files stay in the engine per key, so unchanged ones are not sent again.
   */
  readonly key: string;
  /** The folder to build, absolute. */
  readonly target: string;
  /** kustomize's `--load-restrictor`; `rootOnly` is its default. */
  readonly loadRestrictor?: "rootOnly" | "none";
  /** Order of the output: `default` follows the kustomization file, else kustomize's legacy order. */
  readonly order?: "default" | "legacy" | "none";
  /**
   * Entries that need the network, another program or Helm are never attempted: `fail` (the default)
   * makes them an error, `skip` lists them and renders the rest.
   */
  readonly unrenderable?: "fail" | "skip";
  /** Without it the text is what `kustomize build` prints. */
  readonly changes?: ControllerChanges;
}

/** An entry that was left out. */
export interface SkippedEntry {
  /** `patch`: it changes an object that was left out with one of the others. */
  readonly kind: "remote" | "plugin" | "helm" | "patch" | "jsonnet";
  /**
   * The kustomization file it is in, and there the field and the zero-based place in its list. A field that begins with
   * `spec.` is one of the controller's object.
   */
  readonly file: string;
  readonly field: string;
  readonly index: number;
  /** The entry itself, or the name of the chart or the kind of the plugin. */
  readonly entry: string;
}

/** A variable whose expressions stay in the text. */
export interface KeptVariable {
  readonly name: string;
  /** It has neither a value nor a default: the controller refuses to apply anything. */
  readonly unset: boolean;
  /** The first object with it, as `Kind name`. */
  readonly object: string;
}

/** What is known of a render whether it succeeded or not. */
export interface RenderFacts {
  /** What `kustomize build` prints to stderr about deprecated fields, a line each. */
  readonly warnings: readonly string[];
  readonly skipped: readonly SkippedEntry[];
  /** The files that were read, in order of path. */
  readonly read: readonly string[];
  /** Paths that were looked for and are not among the inputs; adding those that exist may change the result. */
  readonly missing: readonly string[];
  readonly kept: readonly KeptVariable[];
  /** Time in the engine. */
  readonly milliseconds: number;
}

/** The overlay, exactly as `kustomize build` prints it. */
export interface Rendered extends RenderFacts {
  readonly kind: "rendered";
  readonly text: string;
}

/** kustomize reported an error, or the engine stopped; nothing is rendered. */
export interface RenderFailed extends RenderFacts {
  readonly kind: "failed";
  /** kustomize's own message, without `Error: `. */
  readonly message: string;
  /** The file the message is about, when it tells, and the one-based line in it. */
  readonly path?: string;
  readonly line?: number;
  /** The field of the controller's object that caused it, when that is certain, and the zero-based place in its list. */
  readonly field?: string;
  readonly index?: number;
}

/** This build has no engine (Go was missing when it was made). */
export interface EngineMissing {
  readonly kind: "engineMissing";
  readonly message: string;
}

/** The deadline passed; the engine was ended and starts again with the next request. */
export interface RenderTimedOut {
  readonly kind: "timedOut";
  readonly milliseconds: number;
  readonly message: string;
}

/** A newer request of the same key took over, the token was cancelled or the renderer was disposed of. */
export interface RenderCancelled {
  readonly kind: "cancelled";
}

/** How a render ended. */
export type RenderResult = Rendered | RenderFailed | EngineMissing | RenderTimedOut | RenderCancelled;

/** Says that nobody waits for the result any more; an LSP cancellation token is one. */
export interface RenderToken {
  readonly isCancellationRequested: boolean;
}

/** Builds kustomize overlays from the files it is handed. */
export interface Renderer {
  /** Starts the engine in the background, so that the first render does not wait for it. */
  warmUp(): void;
  /** Never rejects. */
  render(request: RenderRequest, token?: RenderToken): Promise<RenderResult>;
  /** Drops the files kept for a key, when its preview is closed. */
  forget(key: string): void;
  dispose(): void;
}
