import type { FileContent } from "../../../features/renderer.ts";

/** What the worker needs to start (its `workerData`). */
export interface WorkerSetup {
  /** Path of kustomize.wasm. */
  readonly wasm: string;
  /** Path of wasm_exec.js, Go's JavaScript support of the same Go version. */
  readonly support: string;
}

/** A call of the engine: its JSON (see engine/session) and the contents that `set` in it announces. */
export interface WorkerCall {
  readonly id: number;
  readonly header: CallHeader;
  readonly contents: readonly FileContent[];
}

/** The JSON of a call; `set` is added by the worker, which knows the sizes in bytes. */
export interface CallHeader {
  readonly operation: "render" | "forget" | "warmUp" | "collect" | "deletePaths";
  readonly tree?: string;
  readonly remove?: readonly string[];
  readonly paths?: readonly string[];
  readonly directories?: readonly string[];
  readonly links?: Readonly<Record<string, string>>;
  readonly request?: {
    readonly target: string;
    readonly loadRestrictor: string;
    readonly reorder: string;
    readonly unrenderable: string;
    readonly flux?: object;
    readonly argo?: object;
  };
  readonly expression?: string;
}

/** The answer to a call. */
export interface WorkerReply {
  readonly id: number;
  /** The JSON of the engine's response, still unknown in shape. */
  readonly header: unknown;
  readonly text: string;
  readonly milliseconds: number;
  /** Size of the engine's memory in bytes; it never shrinks. */
  readonly memory: number;
}

/** Parses what a worker sent; undefined for anything else. */
export function parseReply(message: unknown): WorkerReply | undefined {
  if (!isRecord(message)) return undefined;
  const { id, header, text, milliseconds, memory } = message;
  if (typeof id !== "number" || typeof text !== "string") return undefined;
  if (typeof milliseconds !== "number" || typeof memory !== "number") return undefined;
  return { id, header, text, milliseconds, memory };
}

/** True for an object whose properties may be looked at. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
