import type { JsonObject } from "../core/cluster/liveObject.ts";

/** What became of one object: itself without what the expression names, or why the expression failed in it. */
export type DeletionResult =
  | { readonly kind: "done"; readonly object: JsonObject }
  /** gojq's message: the expression names no paths, or it met a value that it cannot work on. */
  | { readonly kind: "failed"; readonly message: string };

/** How deleting what a jq path expression names went. Unless it is `done`, no object was changed. */
export type Deletion =
  /** One result for each object, in their order. */
  | { readonly kind: "done"; readonly results: readonly DeletionResult[] }
  /** The expression does not compile; gojq's message. */
  | { readonly kind: "invalid"; readonly message: string }
  /** It took too long, or the engine stopped. The message is half a sentence: `it took longer than 1s for one object`. */
  | { readonly kind: "stopped"; readonly message: string }
  /** This build has no engine (Go was missing when it was made). */
  | { readonly kind: "engineMissing" };

/** Evaluates jq as Argo CD does: with gojq, within a limit of time, and with nothing but the objects it is handed. */
export interface JqEvaluator {
  /** Deletes from each object what a jq path expression names; with no objects it only compiles it. Never rejects. */
  deletePaths(expression: string, objects: readonly JsonObject[]): Promise<Deletion>;
}
