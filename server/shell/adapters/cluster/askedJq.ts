import type { JsonObject } from "../../../core/cluster/liveObject.ts";
import type { Deletion, JqEvaluator } from "../../../features/jqEvaluator.ts";
import type { ThreadOutput } from "./messages.ts";

/** jq as the cluster thread has it: the server, which holds the engine, is asked for each evaluation. */
export class AskedJq implements JqEvaluator {
  readonly #post: (output: ThreadOutput) => void;
  readonly #waiting = new Map<number, (deletion: Deletion) => void>();
  #nextId = 1;

  constructor(post: (output: ThreadOutput) => void) {
    this.#post = post;
  }

  deletePaths(expression: string, objects: readonly JsonObject[]): Promise<Deletion> {
    const { promise, resolve } = Promise.withResolvers<Deletion>();
    const id = this.#nextId++;
    this.#waiting.set(id, resolve);
    this.#post({ type: "deletePaths", id, expression, objects });
    return promise;
  }

  /** Takes the server's answer to a question. */
  answered(id: number, deletion: Deletion): void {
    this.#waiting.get(id)?.(deletion);
    this.#waiting.delete(id);
  }
}
